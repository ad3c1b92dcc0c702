import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { type FocalTverskyLossOptions, focalTverskyLoss } from '../../src/losses/focalTverskyLoss';
import { forEachBackend } from '../support/backends';
import { readNumber } from '../support/gradients';

const lossOf = (y: number[], p: number[], options: FocalTverskyLossOptions = {}, channels = 1) => {
  const shape = [1, 2, y.length / channels / 2, channels];
  return readNumber(() => focalTverskyLoss(options)(tf.tensor(y, shape), tf.tensor(p, shape)));
};

const [y, p] = [
  [1, 1, 0, 0],
  [0.9, 0.4, 0.2, 0.1],
]; // TP = 1.3, FP = 0.3, FN = 0.7

forEachBackend(() => {
  describe('focalTverskyLoss', () => {
    it('is the Tversky loss to the power of 1/γ', async () => {
      expect(await lossOf(y, p, { smooth: 0 })).toBeCloseTo(0.4139545, 6);
      expect(await lossOf(y, p)).toBeCloseTo(0.3006261, 6);
      expect(await lossOf(y, p, { smooth: 0, gamma: 2 })).toBeCloseTo(0.5554374, 6);
    });

    it('has a gradient of 0, not an infinite one, where the prediction is perfect', async () => {
      const mask = () => tf.tensor(y, [1, 2, 2, 1]);
      const gradients = await tf.tidy(() => tf.grad((x: tf.Tensor) => focalTverskyLoss()(mask(), x))(mask())).data();
      expect([...gradients].map(Math.abs)).toEqual([0, 0, 0, 0]);
    });
  });
});
