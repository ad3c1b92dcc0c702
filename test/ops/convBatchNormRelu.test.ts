import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { conv2d } from '../../src/ops/conv2d';
import {
  type ConvBatchNormOptions,
  inferConvBatchNormRelu,
  trainConvBatchNormRelu,
} from '../../src/ops/convBatchNormRelu';
import { depthwiseConv2d } from '../../src/ops/depthwiseConv2d';
import { forEachBackend } from '../support/backends';
import { differentiate, expectClose, expectGradients, randomTensor, randomValues, read } from '../support/gradients';
import { expectNoLeaks, memoryInUse } from '../support/leaks';

type Unit = (
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  bias?: tf.Tensor1D,
) => tf.Tensor;

const cases: { title: string; options: ConvBatchNormOptions; filter: number[] }[] = [
  { title: '3×3', options: {}, filter: [3, 3, 3, 5] },
  { title: '1×1 without ReLU', options: { activation: 'linear' }, filter: [1, 1, 3, 4] },
  { title: 'dilation 2, ε 0.1', options: { dilation: 2, epsilon: 0.1 }, filter: [3, 3, 3, 4] },
  {
    title: 'stride 2, symmetric, up to 6',
    options: { stride: 2, padding: 'symmetric', activation: 'relu6' },
    filter: [3, 3, 3, 4],
  },
  { title: 'depthwise', options: { depthwise: true }, filter: [3, 3, 3, 1] },
  {
    title: 'depthwise, dilation 2',
    options: { depthwise: true, dilation: 2, activation: 'linear' },
    filter: [3, 3, 3, 1],
  },
  { title: 'stride 2, valid', options: { stride: 2, padding: 'valid' }, filter: [3, 3, 3, 6] },
];

/** How many channels come out of a filter; only depthwise ones have a 1 at the end here. */
const filtersOf = (filter: number[]) => (filter[3] === 1 ? filter[2]! : filter[3]!);

const inputs = (filter: number[], bias = false) => {
  const filters = [filtersOf(filter)];
  const shapes = [[2, 7, 6, 3], filter, filters, filters, ...(bias ? [filters] : [])];
  return shapes.map((shape, i) => randomValues(shape, i + 2));
};

const trained =
  (options: ConvBatchNormOptions): Unit =>
  (x, filter, gamma, beta) =>
    tf.tidy(() => trainConvBatchNormRelu(x, { filter, bias: null, gamma, beta }, options).value);

/** Frozen statistics: a ramp of means, and of variances above 0. */
const statistics = (channels: number) => ({
  mean: tf.linspace(-0.5, 0.7, channels),
  variance: tf.linspace(0.4, 1.9, channels),
});

const inferred =
  (options: ConvBatchNormOptions): Unit =>
  (x, filter, gamma, beta, bias) =>
    tf.tidy(() =>
      inferConvBatchNormRelu(
        x,
        { filter, bias: bias ?? null, gamma, beta },
        statistics(filtersOf(filter.shape)),
        options,
      ),
    );

/** The three steps one after the other, with the statistics of the batch if none are given. */
const stepwise =
  ({ epsilon = 1e-3, activation = 'relu', depthwise, ...options }: ConvBatchNormOptions, frozen: boolean): Unit =>
  (x, filter, gamma, beta, bias) => {
    const z = (depthwise ? depthwiseConv2d : conv2d)(x, filter, { ...options, bias: bias ?? null });
    const { mean, variance } = frozen ? statistics(filtersOf(filter.shape)) : tf.moments(z, [0, 1, 2]);
    const y = z.sub(mean).div(variance.add(epsilon).sqrt()).mul(gamma).add(beta);
    return activation === 'relu' ? y.relu() : activation === 'relu6' ? y.relu6() : y;
  };

forEachBackend(() => {
  describe('trainConvBatchNormRelu', () => {
    it.each(cases)('equals its steps and their gradients: $title', async ({ options, filter }) => {
      const { value, gradients } = await differentiate(trained(options), inputs(filter));
      const expected = await differentiate(stepwise(options, false), inputs(filter));
      expectClose(value, expected.value);
      for (const [i, gradient] of gradients.entries()) expectClose(gradient, expected.gradients[i]!, 2e-4);
    });

    it('agrees with finite differences', async () => {
      await expectGradients(trained({ epsilon: 0.1 }), inputs([3, 3, 3, 4]), { tolerance: 1e-2 });
    });

    it('gives the moments of the biased convolution; the bias changes nothing else', async () => {
      const [mean, variance, value, expectedMean, expectedVariance, unbiased] = await read(() => {
        const [x, filter] = [randomTensor<tf.Tensor4D>([2, 5, 4, 3]), randomTensor<tf.Tensor4D>([3, 3, 3, 4])];
        const [gamma, beta, bias] = [
          randomTensor<tf.Tensor1D>([4], 2),
          randomTensor<tf.Tensor1D>([4], 3),
          tf.tensor1d([5, 0, -3, 1]),
        ];
        const unit = trainConvBatchNormRelu(x, { filter, bias, gamma, beta });
        const expected = tf.moments(conv2d(x, filter, { bias }), [0, 1, 2]);
        const { value } = trainConvBatchNormRelu(x, { filter, bias: null, gamma, beta });
        return [unit.moments.mean, unit.moments.variance, unit.value, expected.mean, expected.variance, value];
      });
      expectClose(mean!, expectedMean!);
      expectClose(variance!, expectedVariance!);
      expect(value).toEqual(unbiased);
    });

    it('has no gradient for the bias, because it is zero', async () => {
      const values = inputs([3, 3, 3, 4], true);
      const { gradients } = await differentiate(stepwise({}, false), values);
      expect(Math.max(...gradients[4]!.map(Math.abs))).toBeLessThan(1e-4);
      const names = tf.tidy(() => {
        const [x, filter, gamma, beta, bias] = values.map((v) =>
          tf.variable(tf.tensor(v.values, v.shape)),
        ) as tf.Variable[];
        const parameters = { filter, gamma, beta, bias } as never;
        const { grads } = tf.variableGrads(
          () => trainConvBatchNormRelu(x as never, parameters).value.sum(),
          [filter!, bias!],
        );
        tf.dispose([x!, filter!, gamma!, beta!, bias!]);
        return Object.keys(grads).map((name) => name === filter!.name);
      });
      expect(names).toEqual([true]);
    });

    it('leaves no memory behind, not even outside tf.tidy', () => {
      expectNoLeaks(trained({}), inputs([3, 3, 3, 4]));
      const [x, filter, gamma, beta, bias] = inputs([3, 3, 3, 4], true).map((v) => tf.tensor(v.values, v.shape));
      const parameters = { filter, gamma, beta, bias } as never;
      const before = memoryInUse();
      const { value, moments } = trainConvBatchNormRelu(x as tf.Tensor4D, parameters);
      tf.dispose([value, moments.mean, moments.variance]);
      expect(memoryInUse()).toEqual(before);
      tf.dispose([x!, filter!, gamma!, beta!, bias!]);
    });
  });

  it('refuses activations that are none of its three', () => {
    const ones = (...shape: number[]) => tf.ones(shape) as never;
    const parameters = () => ({ filter: ones(3, 3, 1, 2), bias: null, gamma: ones(2), beta: ones(2) });
    const options = { activation: 'sigmoid' as 'relu' };
    expect(() => tf.tidy(() => void trainConvBatchNormRelu(ones(1, 4, 4, 1), parameters(), options))).toThrow(
      new RangeError('trainConvBatchNormRelu: `activation` must be one of relu, relu6, linear; received "sigmoid"'),
    );
  });

  it('refuses integers', () => {
    const ones = (...shape: number[]) => tf.ones(shape) as never;
    const gamma = () => tf.ones<tf.Rank.R1>([2], 'int32');
    const parameters = () => ({ filter: ones(3, 3, 1, 2), bias: null, gamma: gamma(), beta: ones(2) });
    const x = () => ones(1, 4, 4, 1);
    const message = (owner: string) =>
      new RangeError(`${owner}: \`gamma\` must be a float32 tensor; received int32. Cast it: \`gamma.toFloat()\``);
    expect(() => tf.tidy(() => void trainConvBatchNormRelu(x(), parameters()))).toThrow(
      message('trainConvBatchNormRelu'),
    );
    expect(() =>
      tf.tidy(() => void inferConvBatchNormRelu(x(), parameters(), { mean: ones(2), variance: ones(2) })),
    ).toThrow(message('inferConvBatchNormRelu'));
  });

  it('refuses parameters that are not one per filter', () => {
    const ones = (...shape: number[]) => tf.ones(shape) as never;
    const parameters = () => ({ filter: ones(3, 3, 1, 2), bias: null, gamma: ones(1), beta: ones(2) });
    const x = () => tf.ones<tf.Rank.R4>([1, 4, 4, 1]);
    const message = (owner: string) => new RangeError(`${owner}: \`gamma\` must be a tensor [2]; received [1]`);
    expect(() => tf.tidy(() => void trainConvBatchNormRelu(x(), parameters()))).toThrow(
      message('trainConvBatchNormRelu'),
    );
    expect(() =>
      tf.tidy(() => void inferConvBatchNormRelu(x(), parameters(), { mean: ones(2), variance: ones(2) })),
    ).toThrow(message('inferConvBatchNormRelu'));
  });

  describe('inferConvBatchNormRelu', () => {
    it.each(cases)('equals its steps and their gradients, the bias included: $title', async ({ options, filter }) => {
      for (const bias of [true, false]) {
        const { value, gradients } = await differentiate(inferred(options), inputs(filter, bias));
        const expected = await differentiate(stepwise(options, true), inputs(filter, bias));
        expectClose(value, expected.value);
        for (const [i, gradient] of gradients.entries()) expectClose(gradient, expected.gradients[i]!);
      }
    });

    it('agrees with finite differences', async () => {
      await expectGradients(inferred({}), inputs([3, 3, 3, 4], true));
    });

    it('leaves no memory behind, not even outside tf.tidy', () => {
      expectNoLeaks(inferred({}), inputs([3, 3, 3, 4], true));
      const [x, filter, gamma, beta, bias] = inputs([3, 3, 3, 4], true).map((v) => tf.tensor(v.values, v.shape));
      const moments = statistics(4);
      const before = memoryInUse();
      inferConvBatchNormRelu(x as tf.Tensor4D, { filter, gamma, beta, bias } as never, moments).dispose();
      expect(memoryInUse()).toEqual(before);
      tf.dispose([x!, filter!, gamma!, beta!, bias!, moments.mean, moments.variance]);
    });
  });
});
