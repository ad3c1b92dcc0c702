import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { type TverskyLossOptions, tverskyLoss } from '../../src/losses/tverskyLoss';
import { forEachBackend } from '../support/backends';
import { readNumber } from '../support/gradients';

const lossOf = (y: number[], p: number[], options: TverskyLossOptions = {}, channels = 1) => {
  const shape = [1, 2, y.length / channels / 2, channels];
  return readNumber(() => tverskyLoss(options)(tf.tensor(y, shape), tf.tensor(p, shape)));
};

const [y, p] = [
  [1, 1, 0, 0],
  [0.9, 0.4, 0.2, 0.1],
]; // TP = 1.3, FP = 0.3, FN = 0.7

forEachBackend(() => {
  describe('tverskyLoss', () => {
    it('is 1 − TP / (TP + 0.3 FP + 0.7 FN), with `smooth` above and below', async () => {
      expect(await lossOf(y, p, { smooth: 0 })).toBeCloseTo(1 - 1.3 / 1.88, 6);
      expect(await lossOf(y, p)).toBeCloseTo(1 - 2.3 / 2.88, 6);
    });

    it('punishes false positives by α, and false negatives by β', async () => {
      expect(await lossOf(y, p, { alpha: 1, beta: 0, smooth: 0 })).toBeCloseTo(0.3 / 1.6, 6);
      expect(await lossOf(y, p, { alpha: 0, beta: 1, smooth: 0 })).toBeCloseTo(0.7 / 2, 6);
    });

    it('is the mean over classes without class 0, or over all regions', async () => {
      const [mask, prediction] = [
        [0, 1, 0, 1, 1, 0, 1, 0],
        [0.1, 0.9, 0.6, 0.4, 0.8, 0.2, 0.9, 0.1],
      ];
      const first = 1 - 1.7 / (1.7 + 0.3 * 0.7 + 0.7 * 0.3);
      expect(await lossOf(mask, prediction, { smooth: 0 }, 2)).toBeCloseTo(1 - 1.3 / 1.88, 6);
      expect(await lossOf(mask, prediction, { smooth: 0, regions: true }, 2)).toBeCloseTo(
        (first + 1 - 1.3 / 1.88) / 2,
        6,
      );
    });
  });
});
