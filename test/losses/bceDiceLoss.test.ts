import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { type BceDiceLossOptions, bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { forEachBackend } from '../support/backends';
import { readNumber } from '../support/gradients';

const map = (values: number[]) => tf.tensor(values, [1, 2, 2, 1]);
const loss = (y: number[], p: number[], options?: BceDiceLossOptions) =>
  readNumber(() => bceDiceLoss(options)(map(y), map(p)));

forEachBackend(() => {
  describe('bceDiceLoss', () => {
    it.each([
      { y: [1, 0, 1, 0], p: [0.5, 0.5, 0.5, 0.5], total: 0.746574 },
      { y: [1, 0, 1, 0], p: [0.9, 0.2, 0.6, 0.1], total: 0.284753 },
      { y: [0, 0, 0, 0], p: [0.1, 0.1, 0.1, 0.1], total: 0.338395 },
      { y: [0, 0, 0, 0], p: [0, 0, 0, 0], total: 0 },
    ])('is $total for y = $y and p = $p', async ({ y, p, total }) => {
      expect(await loss(y, p)).toBeCloseTo(total, 5);
    });

    it('weighs its parts by alpha and beta', async () => {
      const [y, p] = [
        [1, 0, 1, 0],
        [0.9, 0.2, 0.6, 0.1],
      ];
      expect(await loss(y, p, { alpha: 1, beta: 0 })).toBeCloseTo(0.236173, 5);
      expect(await loss(y, p, { alpha: 0, beta: 1 })).toBeCloseTo(0.166667, 6);
      expect(await loss(y, p, { alpha: 2, beta: 3, smooth: 0 })).toBeCloseTo(2 * 0.236173 + 3 * 0.210526, 5);
    });

    it('hands smooth, reduction and fromLogits to its parts', async () => {
      const perImage = bceDiceLoss({ alpha: 0, reduction: 'image', fromLogits: true });
      const value = await readNumber(() => {
        const y = tf.tensor([1, 1, 1, 1, 0, 0, 0, 1], [2, 2, 2, 1]);
        const p = tf.tensor([0.9, 0.9, 0.9, 0.9, 0.2, 0.2, 0.2, 0.4], [2, 2, 2, 1]);
        return perImage(y, p.div(tf.sub(1, p)).log());
      });
      expect(value).toBeCloseTo(0.223256, 6);
    });
  });
});

describe('bceDiceLoss', () => {
  it('refuses weights that are not legal', () => {
    expect(() => bceDiceLoss({ alpha: -0.5 })).toThrow(
      new RangeError('bceDiceLoss: `alpha` must be a number of at least 0; received -0.5'),
    );
    expect(() => bceDiceLoss({ beta: Number.POSITIVE_INFINITY })).toThrow(
      new RangeError('bceDiceLoss: `beta` must be a number of at least 0; received Infinity'),
    );
  });
});
