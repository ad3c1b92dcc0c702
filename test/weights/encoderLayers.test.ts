import type * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { samplesOf } from '../../src/data/sample';
import { buildCeNet } from '../../src/models/ceNet';
import { buildDeepLabV3Plus, type DeepLabV3PlusOptions } from '../../src/models/deepLabV3Plus';
import { buildUnet } from '../../src/models/unet';
import { useBackend } from '../../src/node/backends/useBackend';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { encoderLayers } from '../../src/weights/encoderLayers';
import { valuesOf } from '../support/layers';
import { phantomSamples } from '../support/phantomSamples';

beforeAll(() => useBackend('wasm', { log: null }));

const deepLab = (backbone: DeepLabV3PlusOptions['backbone']) =>
  buildDeepLabV3Plus([32, 32, 1], { backbone, widthMultiplier: 0.01, seed: 1 });

/** Trains for two steps on slices of the phantom. */
async function train(model: tf.LayersModel): Promise<void> {
  const size = model.inputs[0]!.shape[1]!;
  const slices = phantomSamples({ patients: 2, slicesPerPatient: 2, size, seed: 4 });
  const [train, val] = [samplesOf(slices.slice(0, 3)), samplesOf(slices.slice(3))];
  await trainSegmentation(model, { train, val, epochs: 1, batchSize: 2, learningRate: 1e-2, seed: 3 });
}

const valuesIn = (layers: tf.layers.Layer[]) =>
  Promise.all(layers.flatMap(({ weights }) => weights).map((weight) => valuesOf([weight])));

describe('encoderLayers', () => {
  it.each<[string, () => tf.LayersModel, string, string, number]>([
    ['CE-Net', () => buildCeNet([192, 192, 1], { baseFilters: 8 }), 'stem', 'enc4_3', 17],
    ['DeepLabv3+ on Xception', () => deepLab('xception'), 'stem1', 'block21', 23],
    ['DeepLabv3+ on MobileNetV2', () => deepLab('mobilenetV2'), 'stem', 'block17', 18],
    ['DeepLabv3+ on ResNet-50', () => deepLab('resnet50'), 'stem', 'block16', 17],
  ])('of %s are those from stem to last block', (_, build, first, last, count) => {
    const model = build();
    const names = encoderLayers(model).map(({ name }) => name);
    expect([names[0], names.at(-1), names.length]).toEqual([first, last, count]);
    model.dispose();
  });

  it('refuses a model without such an encoder', () => {
    const model = buildUnet([32, 32, 1], { baseFilters: 2 });
    expect(() => encoderLayers(model)).toThrow(
      new RangeError('encoderLayers: `model` must be made by buildCeNet or buildDeepLabV3Plus; received "unet"'),
    );
    model.dispose();
  });

  describe.each<[string, () => tf.LayersModel]>([
    ['CE-Net', () => buildCeNet([192, 192, 1], { baseFilters: 8, seed: 1 })],
    ['DeepLabv3+', () => deepLab('mobilenetV2')],
  ])('frozen in %s', (_, build) => {
    it('keep weights and moving averages, bit for bit, in trainSegmentation; all else is trained', async () => {
      const model = build();
      const frozen = encoderLayers(model);
      for (const layer of frozen) layer.trainable = false;
      const free = model.layers.filter((layer) => !frozen.includes(layer));
      const [frozenBefore, freeBefore] = [await valuesIn(frozen), await valuesIn(free)];
      await train(model);
      expect(await valuesIn(frozen)).toEqual(frozenBefore);
      const moved = (await valuesIn(free)).filter((values, i) => String(values) !== String(freeBefore[i]));
      expect(moved.length).toBeGreaterThan(0.9 * freeBefore.length);
      model.dispose();
    });

    it('move when they are thawed again', async () => {
      const model = build();
      const layers = encoderLayers(model);
      for (const trainable of [false, true]) for (const layer of layers) layer.trainable = trainable;
      const before = await valuesIn(layers);
      await train(model);
      const moved = (await valuesIn(layers)).filter((values, i) => String(values) !== String(before[i]));
      expect(moved.length).toBeGreaterThan(0.9 * before.length);
      model.dispose();
    });
  });
});
