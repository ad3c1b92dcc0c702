import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { type FocalLossOptions, focalLoss } from '../../src/losses/focalLoss';
import { forEachBackend } from '../support/backends';
import { readNumber } from '../support/gradients';

const lossOf = (y: number[], p: number[], options: FocalLossOptions = {}, channels = 1) => {
  const shape = [1, 2, y.length / channels / 2, channels];
  return readNumber(() => focalLoss(options)(tf.tensor(y, shape), tf.tensor(p, shape)));
};

const [y, p] = [
  [1, 0, 1, 0],
  [0.9, 0.2, 0.6, 0.1],
];

forEachBackend(() => {
  describe('focalLoss', () => {
    it('is the mean of −(1 − pₜ)^γ log pₜ', async () => {
      expect(await lossOf(y, p)).toBeCloseTo(0.0231913, 6);
      expect(await lossOf(y, p, { gamma: 1 })).toBeCloseTo(0.0675078, 6);
    });

    it('weighs pixels inside by α, and outside by 1 − α', async () => {
      expect(await lossOf(y, p, { alpha: 0.25 })).toBeCloseTo(0.0070452, 6);
    });

    it('takes the probability of the true class of exclusive classes', async () => {
      const [mask, prediction] = [
        [1, 0, 0, 0, 0, 1],
        [0.5, 0.3, 0.2, 0.1, 0.1, 0.8],
      ];
      const expected = (0.25 * Math.log(2) - 0.04 * Math.log(0.8)) / 2;
      expect(await lossOf(mask, prediction, {}, 3)).toBeCloseTo(expected, 6);
    });
  });
});
