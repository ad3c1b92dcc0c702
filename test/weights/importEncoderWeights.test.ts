import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it, vi } from 'vitest';

import { buildCeNet } from '../../src/models/ceNet';
import { buildDeepLabV3Plus, type DeepLabV3PlusOptions } from '../../src/models/deepLabV3Plus';
import { buildUnet } from '../../src/models/unet';
import { useBackend } from '../../src/node/backends/useBackend';
import { type ImportEncoderWeightsOptions, importEncoderWeights } from '../../src/weights/importEncoderWeights';
import type { NamedWeights, WeightArray } from '../../src/weights/namedWeights';
import { foreignWeights } from '../support/foreignWeights';
import { expectClose, randomTensor } from '../support/gradients';
import { outputOf, valuesOf } from '../support/layers';

// All that matters is imported: no random numbers for millions of weights.
vi.mock('../../src/layers/initializers', () => ({
  heNormal: () => tf.initializers.ones(),
  heNormalFor: () => tf.initializers.ones(),
}));

beforeAll(() => useBackend('wasm', { log: null }));

const torchvision = { source: 'torchvision' } as const;
const mobileNet = foreignWeights('torchvision.mobilenetV2');
const stem = 'features.0.0.weight';

const build = (channels = 3, options: DeepLabV3PlusOptions = {}) =>
  buildDeepLabV3Plus([null, null, channels], { backbone: 'mobilenetV2', seed: 1, ...options });

/** The weights with some changed, or taken away where null. */
function but(changes: Record<string, WeightArray | null>): NamedWeights {
  const changed = new Map(mobileNet);
  for (const [name, array] of Object.entries(changes)) array ? changed.set(name, array) : changed.delete(name);
  return changed;
}

/** Imports into a new model, which is given to `use`. */
async function imported<T>(
  weights: NamedWeights,
  options: ImportEncoderWeightsOptions,
  use: (model: tf.LayersModel) => T,
  channels = 3,
): Promise<Awaited<T>> {
  const model = build(channels);
  importEncoderWeights(model, weights, options);
  const result = await use(model);
  model.dispose();
  return result;
}

const weightOf = (name: string) => (model: tf.LayersModel) =>
  valuesOf(model.weights.filter(({ originalName }) => originalName === name));

/** What the first unit gives. */
const stemOf = (x: tf.Tensor) => (model: tf.LayersModel) =>
  outputOf(tf.model({ inputs: model.inputs, outputs: model.getLayer('stem').output }), x);

const array = (shape: number[], value = 1): WeightArray => ({
  shape,
  data: new Float32Array(tf.util.sizeFromShape(shape)).fill(value),
});

describe('importEncoderWeights', () => {
  it('tells what it set, and what of the file it did not need', () => {
    const model = build();
    const { set, unused, ...report } = importEncoderWeights(model, mobileNet, torchvision);
    expect(report).toEqual({ encoder: 'mobilenetV2', kept: [], difference: null });
    expect([set.length, set[0], set.at(-1)]).toEqual([255, 'stem/conv/kernel', 'block17/project/bn/moving_variance']);
    expect(unused.filter((name) => !name.endsWith('num_batches_tracked'))).toEqual([
      'features.18.0.weight',
      'features.18.1.weight',
      'features.18.1.bias',
      'features.18.1.running_mean',
      'features.18.1.running_var',
      'classifier.1.weight',
      'classifier.1.bias',
    ]);
    model.dispose();
  });

  it('leaves no tensors behind, and what is behind the encoder alone', async () => {
    const model = build();
    const behind = model.layers
      .filter(({ name }) => /^(aspp|low|dec|head)$/.test(name))
      .flatMap((layer) => layer.weights)
      .filter(({ shape }) => shape.length === 1);
    const before = await valuesOf(behind);
    const tensors = tf.memory().numTensors;
    importEncoderWeights(model, mobileNet, torchvision);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(await valuesOf(behind)).toEqual(before);
    model.dispose();
  });

  it('brings kernels into the order of tfjs', async () => {
    const { shape, data } = mobileNet.get('features.2.conv.0.0.weight')!;
    const kernel = await imported(mobileNet, torchvision, weightOf('block2/expand/conv/kernel'));
    const [filters, channels] = shape as [number, number];
    expect(kernel.slice(0, 3)).toEqual([data[0], data[channels], data[2 * channels]]);
    expect(kernel[filters]).toBe(data[1]);
  });

  it('brings depthwise kernels into the order of tfjs', async () => {
    const { data } = mobileNet.get('features.1.conv.0.0.weight')!;
    const kernel = await imported(mobileNet, torchvision, weightOf('block1/depthwise/conv/kernel'));
    expect(kernel.slice(0, 2)).toEqual([data[0], data[9]]);
    expect(kernel[32]).toBe(data[1]);
  });

  it('computes another ε into the variance, exactly even where that is nearly 0', async () => {
    const weights = but({ 'features.0.1.running_var': array([32], 1e-9), 'features.0.1.running_mean': array([32], 0) });
    const x = randomTensor([1, 32, 32, 3], 2);
    const [kernel, gamma, beta] = [stem, 'features.0.1.weight', 'features.0.1.bias'].map(
      (name) => mobileNet.get(name)!,
    );
    const expected = tf.tidy(() => {
      const filter = tf.transpose(tf.tensor4d(kernel!.data, [32, 3, 3, 3]), [2, 3, 1, 0]);
      const y = tf.conv2d(
        tf.pad(x, [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ]) as tf.Tensor4D,
        filter as tf.Tensor4D,
        2,
        'valid',
      );
      const scale = tf.div(gamma!.data, Math.sqrt(1e-9 + 1e-5));
      return tf.relu6(tf.add(tf.mul(y, scale), beta!.data));
    });
    expectClose(await imported(weights, torchvision, stemOf(x)), [...(await expected.data())], 1e-4);
    expected.dispose();
  });

  it('gives a model of one channel what grey as a colour gives a model of three', async () => {
    const grey = randomTensor([1, 32, 32, 1], 3);
    const colour = tf.tile(grey, [1, 1, 1, 3]);
    const [one, three] = [
      await imported(mobileNet, torchvision, stemOf(grey), 1),
      await imported(mobileNet, torchvision, stemOf(colour), 3),
    ];
    expectClose(one, three, 1e-5);
  });

  it('takes weights of one channel into a model of one channel', async () => {
    const weights = but({ [stem]: array([32, 1, 3, 3], 0.5) });
    expect(await imported(weights, torchvision, weightOf('stem/conv/kernel'), 1)).toEqual(new Array(288).fill(0.5));
  });

  it('with normalization takes levels from 0 to 1 for what the network wants, away from the border', async () => {
    const normalization = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
    const levels = tf.tidy(() => tf.abs(tf.tanh(randomTensor([1, 16, 16, 3], 4))));
    const normal = tf.tidy(() => tf.div(tf.sub(levels, normalization.mean), normalization.std));
    const inside = (y: number[]) => y.filter((_, i) => Math.floor(i / 32) % 8 > 0 && Math.floor(i / 256) > 0);
    const folded = await imported(mobileNet, { ...torchvision, normalization }, stemOf(levels));
    const expected = await imported(mobileNet, torchvision, stemOf(normal));
    expectClose(inside(folded), inside(expected), 1e-4);
    expect(folded.some((value, i) => Math.abs(value - expected[i]!) > 0.1)).toBe(true); // where zeros are padded
  });

  it('with normalization changes nothing where the first convolution is not set', async () => {
    const weights = but({ [stem]: null });
    const options = { ...torchvision, strict: false };
    const normalization = { mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] };
    const means = weightOf('stem/bn/moving_mean');
    expect(await imported(weights, { ...options, normalization }, means)).toEqual(
      await imported(weights, options, means),
    );
  });

  it('sets what is there and fits if not strict, unit by unit', async () => {
    const model = build();
    const kept = ['stem/conv/kernel', 'block2/expand/bn/beta'];
    const before = await Promise.all(kept.map((name) => weightOf(name)(model)));
    const weights = but({ [stem]: array([32, 4, 3, 3]), 'features.2.conv.0.1.bias': null, more: array([1]) });
    const report = importEncoderWeights(model, weights, { ...torchvision, strict: false });
    expect(report.set).toHaveLength(245);
    expect(report.kept).toHaveLength(10);
    expect(report.kept).toEqual(expect.arrayContaining(kept));
    expect(report.unused).toEqual(expect.arrayContaining(['more', stem, 'features.2.conv.0.0.weight']));
    expect(await Promise.all(kept.map((name) => weightOf(name)(model)))).toEqual(before);
    model.dispose();
  });

  it("says how Keras's networks differ", () => {
    const model = build();
    const { difference } = importEncoderWeights(model, foreignWeights('keras.mobilenetV2'), { source: 'keras' });
    expect(difference).toBe(
      "Keras's MobileNetV2 has the zeros of strided convolutions at the right and bottom only, this one on all sides: " +
        'away from the borders the maps are the same, but moved: by 3 pixels of the image at block3, at the end by 15 (7 ' +
        'at output stride 8)',
    );
    model.dispose();
  });
});

describe('importEncoderWeights refuses', () => {
  const strange = "importEncoderWeights: these are not the weights of torchvision's mobilenet_v2 for this model: ";

  it.each<[string, NamedWeights, string]>([
    ['missing weights', but({ [stem]: null }), `${strange}1 missing (${stem})`],
    [
      'weights of another shape',
      but({ [stem]: array([32, 4, 3, 3]), 'features.0.1.bias': array([]) }),
      `${strange}2 of another shape (${stem} 32×4×3×3 instead of 32×3×3×3, features.0.1.bias a single number instead of 32)`,
    ],
    ['weights that it does not know', but({ more: array([1]) }), `${strange}1 not known (more)`],
    [
      'weights that are not finite',
      but({ 'features.0.1.bias': array([32], Number.NaN) }),
      'importEncoderWeights: "features.0.1.bias" is not finite',
    ],
  ])('%s, and sets nothing', async (_, weights, message) => {
    const model = build();
    const lists = model.weights.filter(({ shape }) => shape.length === 1);
    const before = await valuesOf(lists);
    expect(() => importEncoderWeights(model, weights, torchvision)).toThrow(new RangeError(message));
    expect(await valuesOf(lists)).toEqual(before);
    model.dispose();
  });

  it('another network, naming the first weights of each kind', () => {
    const model = build();
    expect(() => importEncoderWeights(model, foreignWeights('torchvision.resnet34'), torchvision)).toThrow(
      new RegExp(
        `^${strange}255 missing \\(features\\.0\\.0\\.weight, .+, and 245 more\\); 182 not known \\(conv1\\.weight, .+, and 172 more\\)$`,
      ),
    );
    model.dispose();
  });

  it('weights for a narrow model', () => {
    const model = build(3, { widthMultiplier: 0.5 });
    expect(() => importEncoderWeights(model, mobileNet, torchvision)).toThrow(
      `${strange}255 of another shape (${stem} 32×3×3×3 instead of 16×3×3×3, `,
    );
    model.dispose();
  });

  it.each<[string, () => tf.LayersModel, object, string]>([
    [
      'an unknown library',
      build,
      { source: 'caffe' },
      '`source` must be one of torchvision, timm, keras; received "caffe"',
    ],
    [
      'another model',
      () => buildUnet([32, 32, 1], { baseFilters: 2 }),
      torchvision,
      '`model` must be made by buildCeNet or buildDeepLabV3Plus; received "unet"',
    ],
    [
      'Xception of torchvision',
      () => build(3, { backbone: 'xception', widthMultiplier: 0.01 }),
      torchvision,
      'torchvision has no Xception; take xception65 of timm',
    ],
    [
      'Xception of Keras',
      () => build(3, { backbone: 'xception', widthMultiplier: 0.01 }),
      { source: 'keras' },
      "Keras's Xception is another network than this one, the aligned Xception-65: 8 middle blocks instead of 16, " +
        'max-pooling instead of strides, and no normalisation behind depthwise convolutions; take xception65 of timm',
    ],
    [
      'ResNet-34 of Keras',
      () => buildCeNet([192, 192, 1], { baseFilters: 8 }),
      { source: 'keras' },
      'Keras has no ResNet-34; take resnet34 of torchvision or timm',
    ],
    [
      'a normalization of one channel for three',
      build,
      { ...torchvision, normalization: { mean: [0.5], std: [0.5] } },
      '`normalization` must be 3 means and 3 deviations above 0, or null; received {"mean":[0.5],"std":[0.5]}',
    ],
    [
      'a deviation of 0',
      build,
      { ...torchvision, normalization: { mean: [0, 0, 0], std: [1, 1, 0] } },
      '`normalization` must be 3 means and 3 deviations above 0, or null; received {"mean":[0,0,0],"std":[1,1,0]}',
    ],
  ])('%s', (_, make, options, message) => {
    const model = make();
    expect(() => importEncoderWeights(model, mobileNet, options as ImportEncoderWeightsOptions)).toThrow(
      new RangeError(`importEncoderWeights: ${message}`),
    );
    model.dispose();
  });
});
