import * as tf from '@tensorflow/tfjs';
import { describeModel, paperTables } from 'msa-unet';
import { tablePresets } from 'msa-unet/node';
import { beforeAll, expect, test } from 'vitest';

import { buildNetwork, networkOf } from '../../../src/node/experiment/network';

beforeAll(() => tf.setBackend('cpu'));

const names = Object.values(paperTables).flatMap(({ rows }) => rows.map(({ model }) => model));
const optionsAt = (width: number) =>
  Object.fromEntries(
    names.map((name) => {
      const { baseFilters, widthMultiplier } = Object(networkOf(name, { ...tablePresets.paper, width }).options);
      return [name, baseFilters ?? widthMultiplier];
    }),
  );

test('at width 16 every network is as its own paper has it', () => {
  expect(optionsAt(16)).toEqual({
    unetPublished: 32,
    unetPlusPlusPublished: 32,
    deepLabV3Plus: 1,
    ceNet: 64,
    msaUnet: 16,
    unet: 16,
    unetMsrb: 16,
    unetAaspp: 16,
    unetRasm: 16,
  });
});

test('at another width all are narrower in proportion, CE-Net by whole eights', () => {
  expect(optionsAt(4)).toMatchObject({ unetPublished: 8, ceNet: 16, deepLabV3Plus: 0.25, msaUnet: 4, unetRasm: 4 });
  expect(optionsAt(3)).toMatchObject({ ceNet: 16, unetPlusPlusPublished: 6 });
});

test('DeepLabv3+ is the one that the settings name', () => {
  expect(networkOf('deepLabV3Plus', tablePresets.paper).model).toBe('deepLabV3Plus');
  expect(networkOf('deepLabV3Plus', tablePresets['cpu-minutes']).model).toBe('deepLabV3PlusMobile');
});

test('momentum is each network’s own unless the settings have one; the seed is theirs', () => {
  expect(networkOf('ceNet', { ...tablePresets.paper, seed: 7 }).options).toEqual({ baseFilters: 64, seed: 7 });
  expect(networkOf('ceNet', tablePresets['gpu-hour']).options).toMatchObject({ momentum: 0.9 });
});

test('the plain network of Table 2 has the units and widths of MSA-UNet, that of Table 1 is the published one', () => {
  const settings = { ...tablePresets.paper, width: 4 };
  const parameters = (name: 'unet' | 'unetPublished') => {
    const model = buildNetwork(networkOf(name, settings), { size: 32 });
    const { trainable, nonTrainable } = describeModel(model);
    model.dispose();
    return [trainable, nonTrainable];
  };
  expect(parameters('unet')).toEqual([122_389, 736]);
  expect(parameters('unetPublished')[1]).toBe(0); // no batch norm
});

test.each(['msaUnet', 'unetPlusPlusPublished'] as const)(
  '%s takes its weights from one that puts out logits',
  (name) => {
    const network = networkOf(name, { ...tablePresets.paper, width: 1 });
    const [logits, probabilities] = [
      buildNetwork(network, { size: 32 }, 'linear'),
      buildNetwork(network, { size: 32 }),
    ];
    probabilities.setWeights(logits.getWeights());
    const outputs = tf.tidy(() => {
      const image = tf.randomUniform([1, 32, 32, 1], 0, 1, 'float32', 3);
      const last = (model: tf.LayersModel) => [model.predict(image)].flat().at(-1) as tf.Tensor;
      return tf.max(tf.abs(tf.sub(tf.sigmoid(last(logits)), last(probabilities)))).dataSync()[0]!;
    });
    expect(outputs).toBeLessThan(1e-6);
    logits.dispose();
    probabilities.dispose();
  },
);
