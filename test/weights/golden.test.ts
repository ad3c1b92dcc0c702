import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it, vi } from 'vitest';

import { buildCeNet } from '../../src/models/ceNet';
import { buildDeepLabV3Plus } from '../../src/models/deepLabV3Plus';
import { useBackend } from '../../src/node/backends/useBackend';
import { importEncoderWeights } from '../../src/weights/importEncoderWeights';
import type { WeightsLibrary } from '../../src/weights/sourceNames';
import golden from '../golden/encoders.json';
import { foreignWeights } from '../support/foreignWeights';
import { read } from '../support/layers';
import { expectSummary, pseudoImage, type Summary } from '../support/pseudoWeights';

// All that matters is imported: no random numbers for 41 million weights.
vi.mock('../../src/layers/initializers', () => ({
  heNormal: () => tf.initializers.zeros(),
  heNormalFor: () => tf.initializers.zeros(),
}));

beforeAll(() => useBackend('wasm', { log: null }));

type Case = keyof typeof golden.cases;

/** The model that a case is for, with the weights of that case. */
function importing(name: Case): tf.LayersModel {
  const [source, encoder] = name.split('.') as [WeightsLibrary, 'resnet34' | 'resnet50' | 'mobilenetV2' | 'xception'];
  const channels = golden.cases[name].image[3]!;
  const model =
    encoder === 'resnet34'
      ? buildCeNet([null, null, channels])
      : buildDeepLabV3Plus([null, null, channels], { backbone: encoder });
  importEncoderWeights(model, foreignWeights(name), { source });
  return model;
}

/** What a block gives; of two outputs that which is tapped. */
async function mapOf(model: tf.LayersModel, block: string, shape: number[]): Promise<tf.Tensor4D> {
  const { output } = model.getLayer(block);
  const part = tf.model({ inputs: model.inputs, outputs: Array.isArray(output) ? output[1]! : output });
  const x = pseudoImage(shape);
  const y = part.predict(x) as tf.Tensor4D;
  x.dispose();
  return y;
}

describe('the maps of an encoder with the weights of', () => {
  it.each<Case>([
    'torchvision.resnet34',
    'torchvision.resnet50',
    'torchvision.mobilenetV2',
    'timm.mobilenetV2',
    'timm.xception',
    'keras.resnet50',
  ])('%s are those that the library computes', { timeout: 120_000 }, async (name) => {
    const model = importing(name);
    const { image, maps } = golden.cases[name];
    expect(Object.keys(maps).length).toBeGreaterThan(0);
    for (const [block, summary] of Object.entries<Summary>(maps))
      expectSummary(await read(await mapOf(model, block, image)), summary);
    model.dispose();
  });

  it("Keras's MobileNetV2 are, away from borders, those of an image moved by 3 pixels", async () => {
    const model = importing('keras.mobilenetV2');
    const { image, maps } = golden.cases['keras.mobilenetV2'];
    const y = await mapOf(model, 'block3', image);
    expectSummary(await read(tf.tidy(() => tf.slice(y, [0, 4, 4, 0], [1, 8, 8, 24]))), maps.block3);
    y.dispose();
    model.dispose();
  });
});
