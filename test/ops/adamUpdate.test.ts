import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { type AdamState, type AdamStep, adamOnVectors, adamUpdate } from '../../src/ops/adamUpdate';
import { forEachBackend } from '../support/backends';
import { expectClose, randomTensor, read } from '../support/gradients';
import { memoryInUse } from '../support/leaks';

const step: AdamStep = { beta1: 0.75, beta2: 0.5, rate: 0.1, epsilon: 0.01, keep: 1 };
const shapes = [[3, 2], [4]];
const some = (seed: number) => shapes.map((shape, i) => randomTensor(shape, seed + i));
const fresh = (m: number[], v: number[]): AdamState => ({ m: tf.tensor1d(m), v: tf.tensor1d(v), last: null });
const dispose = ({ m, v, last }: AdamState) => tf.dispose([m, v, last?.vector ?? []]);

forEachBackend(() => {
  describe('adamUpdate', () => {
    it('moves moments and weights as worked out by hand', async () => {
      const [m, v, first, second] = await read(() => {
        const weights = [tf.tensor2d([[1, -1]]), tf.scalar(2)];
        const gradients = [tf.tensor2d([[4, 0]]), tf.scalar(-2)];
        const next = adamUpdate(fresh([8, 4, -2], [0, 4, 14]), weights, gradients, { ...step, keep: 0.5 });
        return [next.m, next.v, ...next.weights];
      });
      expectClose(m!, [7, 3, -2], 1e-6);
      expectClose(v!, [8, 2, 9], 1e-6);
      expectClose(first!, [0.5 - 0.7 / (Math.sqrt(8) + 0.01), -0.5 - 0.3 / (Math.sqrt(2) + 0.01)], 1e-6);
      expectClose(second!, [1 + 0.2 / 3.01], 1e-6);
    });

    it('leaves the old weights, and clones of them, as they were', async () => {
      const [weights, gradients] = [some(1), some(3)];
      const clones = weights.map((weight) => weight.clone());
      const before = await read(() => clones.map((clone) => clone.clone()));
      const { weights: next, ...state } = adamUpdate(
        fresh(Array(10).fill(0), Array(10).fill(0)),
        weights,
        gradients,
        step,
      );
      tf.dispose(weights);
      expect(await read(() => clones.map((clone) => clone.clone()))).toEqual(before);
      tf.dispose([clones, gradients, next]);
      dispose(state);
    });

    it('goes on from weights that somebody has set in between', async () => {
      const run = (set: boolean) =>
        read(() => {
          const zeros = fresh(Array(10).fill(0), Array(10).fill(0));
          const { weights, ...state } = adamUpdate(zeros, some(1), some(3), step);
          const second = adamUpdate(state, set ? some(5) : weights, some(7), step);
          const start = set ? some(5) : weights;
          return second.weights.map((weight, i) => weight.sub(start[i]!));
        });
      const [undisturbed, disturbed] = [await run(false), await run(true)];
      undisturbed.forEach((moved, i) => {
        expectClose(disturbed[i]!, moved, 1e-4);
      });
    });

    it('is the same in the stock kernels that other GPUs take', async () => {
      const vectors = (): [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D] => [
        tf.tensor1d([8, 4, -2]),
        tf.tensor1d([0, 4, 14]),
        tf.tensor1d([1, -1, 2]),
        tf.tensor1d([4, 0, -2]),
      ];
      const [m, v, w, g] = vectors();
      const decaying = { ...step, keep: 0.75 };
      const { last, ...state } = adamUpdate({ m, v, last: null }, [w], [g], decaying);
      const expected = await read(() => [state.m, state.v, ...state.weights]);
      const other = await read(() => adamOnVectors(vectors(), decaying));
      other.forEach((values, i) => {
        expectClose(values, expected[i]!, 1e-6);
      });
      tf.dispose([w, g, last?.vector ?? []]);
    });

    it('uses up the state it gets, and leaves the next one and the weights behind', () => {
      const [weights, gradients] = [some(1), some(3)];
      const update = (state: AdamState) => {
        const { weights: next, ...after } = adamUpdate(state, weights, gradients, step);
        tf.dispose(next);
        return after;
      };
      let state = update(fresh(Array(10).fill(0), Array(10).fill(0)));
      const before = memoryInUse();
      state = update(state);
      expect(memoryInUse()).toEqual(before);
      dispose(state);
      tf.dispose([weights, gradients]);
    });
  });
});
