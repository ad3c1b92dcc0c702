import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { foldBatchNorm } from '../../src/ops/foldBatchNorm';
import { forEachBackend } from '../support/backends';
import { expectClose, read } from '../support/gradients';
import { memoryInUse } from '../support/leaks';

/** γ / √(variance + ε) is 2 and −3 here. */
const unit = (bias: number[] | null) => ({
  parameters: {
    filter: tf.tensor4d([1, 10, 2, 20], [1, 1, 2, 2]),
    bias: bias && tf.tensor1d(bias),
    gamma: tf.tensor1d([4, -3]),
    beta: tf.tensor1d([0.5, 7]),
  },
  moments: { mean: tf.tensor1d([1, 2]), variance: tf.tensor1d([3, 0]) },
});

forEachBackend(() => {
  describe('foldBatchNorm', () => {
    it('scales every filter by γ / √(variance + ε)', async () => {
      const [filter] = await read(() => {
        const { parameters, moments } = unit(null);
        return [foldBatchNorm(parameters, moments, { epsilon: 1 }).filter];
      });
      expectClose(filter!, Float32Array.of(2, -30, 4, -60), 1e-6);
    });

    it.each([
      { bias: null, expected: [0.5 + 2 * (0 - 1), 7 - 3 * (0 - 2)] },
      { bias: [5, 1], expected: [0.5 + 2 * (5 - 1), 7 - 3 * (1 - 2)] },
    ])('scales and shifts the bias $bias', async ({ bias, expected }) => {
      const [folded] = await read(() => {
        const { parameters, moments } = unit(bias);
        return [foldBatchNorm(parameters, moments, { epsilon: 1 }).bias];
      });
      expectClose(folded!, Float32Array.from(expected), 1e-6);
    });

    it('scales the channels of a depthwise filter', async () => {
      const [filter] = await read(() => {
        const { parameters, moments } = unit(null);
        const depthwise = parameters.filter.reshape<tf.Tensor4D>([2, 1, 2, 1]);
        return [foldBatchNorm({ ...parameters, filter: depthwise }, moments, { epsilon: 1, depthwise: true }).filter];
      });
      expectClose(filter!, Float32Array.of(2, -30, 4, -60), 1e-6);
    });

    it('is differentiated through the composition, to the same value', async () => {
      const [value, gradient] = await read(() => {
        const { parameters, moments } = unit([5, 1]);
        const sum = (gamma: tf.Tensor) => {
          const { filter, bias } = foldBatchNorm({ ...parameters, gamma: gamma as tf.Tensor1D }, moments, {
            epsilon: 1,
          });
          return tf.add(tf.sum(filter), tf.sum(bias));
        };
        const { value, grad } = tf.valueAndGrad(sum)(parameters.gamma);
        return [value, grad];
      });
      expectClose(value!, Float32Array.of(6 - 90 + 8.5 + 10), 1e-5);
      expectClose(gradient!, Float32Array.of((3 + 4) / 2, 30 - 1), 1e-5);
    });

    it('leaves nothing but its result in memory', () => {
      const { parameters, moments } = unit([5, 1]);
      const before = memoryInUse();
      const { filter, bias } = foldBatchNorm(parameters, moments);
      tf.dispose([filter, bias]);
      expect(memoryInUse()).toEqual(before);
      tf.dispose([...Object.values(parameters), ...Object.values(moments)] as tf.Tensor[]);
    });
  });
});

it('refuses a filter of integers', () => {
  const { parameters, moments } = unit(null);
  const filter = tf.ones<tf.Rank.R4>([1, 1, 2, 2], 'int32');
  expect(() => foldBatchNorm({ ...parameters, filter }, moments)).toThrow('`filter` must be a float32 tensor');
});
