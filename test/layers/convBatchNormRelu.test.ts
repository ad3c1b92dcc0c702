import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { ConvBatchNormRelu, type ConvBatchNormReluOptions } from '../../src/layers/convBatchNormRelu';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { image, modelOf, outputOf, read, setWeights, tap } from '../support/layers';

/** A 1×1 unit of one channel; its kernel is 1 and its bias 5. */
function pointUnit(options: Partial<ConvBatchNormReluOptions> = {}) {
  const unit = new ConvBatchNormRelu({ name: 'unit', filters: 1, kernelSize: 1, ...options });
  const model = modelOf(unit, [[null, null, 1]]);
  const [kernel, bias] = unit.trainableWeights;
  tf.tidy(() => {
    kernel!.write(tf.ones([1, 1, 1, 1]));
    bias!.write(tf.tensor1d([5]));
  });
  return { unit, model, averages: () => Promise.all(unit.nonTrainableWeights.map((w) => read(w.read().clone()))) };
}

const zeroAndTwo = () => tf.tensor4d([0, 2], [2, 1, 1, 1]);

forEachBackend((backend) => {
  const common = { filters: 3, momentum: 0.9, epsilon: 0.01, seed: 5 };

  expectLayer(backend, ConvBatchNormRelu, {
    options: { ...common, kernelSize: 2, stride: 2, dilation: 1, convBias: false, activation: 'linear', l2: 0.5 },
    inputs: [[5, 7, 2]],
  });
  expectLayer(backend, ConvBatchNormRelu, {
    options: { ...common, kernelSize: 3, stride: 1, dilation: 2, convBias: true, activation: 'relu', l2: 0 },
    inputs: [[6, 5, 2]],
  });

  expectLayer(backend, ConvBatchNormRelu, {
    options: { ...common, kernelSize: 3, stride: 2, padding: 'symmetric', activation: 'relu6' },
    inputs: [[6, 8, 2]],
  });
  expectLayer(backend, ConvBatchNormRelu, {
    options: { ...common, kernelSize: 3, stride: 2, padding: 'symmetric', depthwise: true, convBias: false },
    inputs: [[8, 7, 3]],
  });
  expectLayer(backend, ConvBatchNormRelu, {
    options: { ...common, kernelSize: 3, dilation: 2, depthwise: true, activation: 'linear' },
    inputs: [[6, 5, 3]],
  });

  it('normalises with the statistics of the batch in training, whatever the bias', async () => {
    const { unit, model } = pointUnit();
    expectClose(await outputOf(unit, zeroAndTwo(), true), [0, 1 / Math.sqrt(1.001)], 1e-6);
    model.dispose();
  });

  it('normalises with its moving averages in inference', async () => {
    const { unit, model } = pointUnit();
    expectClose(await outputOf(unit, zeroAndTwo()), [5 / Math.sqrt(1.001), 7 / Math.sqrt(1.001)], 1e-6);
    model.dispose();
  });

  it.each([
    [0, 6, 1],
    [0.9, 0.6, 1],
    [1, 0, 1],
  ])('with momentum %f moves its averages from 0 and 1 to %f and %f', async (momentum, mean, variance) => {
    const { unit, model, averages } = pointUnit({ momentum });
    await outputOf(unit, zeroAndTwo(), true); // mean 1 + bias 5, biased variance 1
    expectClose((await averages()).flat(), [mean, variance], 1e-6);
    model.dispose();
  });

  it('takes the variance of the batch without the bias of samples', async () => {
    const { unit, model, averages } = pointUnit({ momentum: 0 });
    await outputOf(unit, image([[0, 4, 0, 4]]), true);
    expect((await averages())[1]![0]).toBeCloseTo(4, 5); // 16/3 unbiased
    model.dispose();
  });

  it('moves no average in inference', async () => {
    const { unit, model, averages } = pointUnit();
    await outputOf(unit, zeroAndTwo());
    expect(await averages()).toEqual([[0], [1]]);
    model.dispose();
  });
});

it('names its weights as a convolution and a normalisation', () => {
  const { unit, model } = pointUnit();
  expect(unit.weights.map((weight) => weight.originalName)).toEqual([
    'unit/conv/kernel',
    'unit/conv/bias',
    'unit/bn/gamma',
    'unit/bn/beta',
    'unit/bn/moving_mean',
    'unit/bn/moving_variance',
  ]);
  model.dispose();
});

it('adds l2 times the squared kernel to the loss', async () => {
  const { model } = pointUnit({ l2: 0.25 });
  const [penalty] = tf.tidy(() => model.calculateLosses());
  expect(await read(penalty!)).toEqual([0.25]);
  model.dispose();
});

it.each([0, 5, -5])('starts from the same kernel again with the seed %i', async (seed) => {
  const kernel = async () => {
    const unit = new ConvBatchNormRelu({ name: 'unit', filters: 2, seed });
    const model = modelOf(unit, [[4, 4, 1]]);
    const values = await read(unit.weights[0]!.read().clone());
    model.dispose();
    return values;
  };
  expect(await kernel()).toEqual(await kernel());
});

it.each<[Partial<ConvBatchNormReluOptions>, string]>([
  [{ filters: 0 }, '`filters` must be a positive integer; received 0'],
  [{ kernelSize: 1.5 }, '`kernelSize` must be a positive integer; received 1.5'],
  [{ stride: -1 }, '`stride` must be a positive integer; received -1'],
  [{ dilation: Number.NaN }, '`dilation` must be a positive integer; received NaN'],
  [{ stride: 2, dilation: 2 }, '`dilation` must be 1 with a `stride` of 2; received 2'],
  [{ padding: 'valid' as 'same' }, '`padding` must be one of same, symmetric; received "valid"'],
  [{ padding: 'symmetric', kernelSize: 2 }, '`padding` must be same with a `kernelSize` of 2; received "symmetric"'],
  [{ momentum: 1.01 }, '`momentum` must be from 0 to 1; received 1.01'],
  [{ epsilon: 0 }, '`epsilon` must be above 0 and at most 1; received 0'],
  [
    { activation: 'elu' as 'relu' },
    '`activation` must be one of relu, relu6, linear; received "elu". Did you mean \'relu\'?',
  ],
  [{ l2: -1 }, '`l2` must be a number of at least 0; received -1'],
  [{ seed: 0.5 }, '`seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => new ConvBatchNormRelu({ filters: 2, ...options })).toThrow(
    new RangeError(`ConvBatchNormRelu: ${message}`),
  );
});

it('refuses a depthwise convolution with more or fewer filters than channels', () => {
  const unit = new ConvBatchNormRelu({ filters: 2, depthwise: true });
  expect(() => unit.apply(tf.input({ shape: [4, 5, 3] }))).toThrow(
    new RangeError('ConvBatchNormRelu: `filters` must be the 3 channels of the map with depthwise; received 2'),
  );
});

it('starts depthwise kernels with the deviation √(2 / 9) of nine inputs', async () => {
  const unit = new ConvBatchNormRelu({ name: 'unit', filters: 2048, depthwise: true, seed: 1 });
  const model = modelOf(unit, [[4, 4, 2048]]);
  const kernel = await read(unit.weights[0]!.read().clone());
  const deviation = Math.sqrt(kernel.reduce((sum, value) => sum + value * value, 0) / kernel.length);
  expect(deviation / Math.sqrt(2 / 9)).toBeCloseTo(1, 1);
  model.dispose();
});

it.each([
  ['same', [6, 8, 14, 16]],
  ['symmetric', [1, 3, 9, 11]],
] as const)('with stride 2 and padding %s has its windows round these pixels: %j', async (padding, centres) => {
  const unit = new ConvBatchNormRelu({ name: 'unit', filters: 1, stride: 2, padding, convBias: false });
  const model = modelOf(unit, [[4, 4, 1]]);
  setWeights(unit, { 'conv/kernel': tap(1) });
  const x = tf.range(1, 17).reshape<tf.Tensor4D>([1, 4, 4, 1]);
  expectClose(await outputOf(unit, x), centres, 1e-6);
  model.dispose();
});
