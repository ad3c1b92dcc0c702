import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { binaryCrossEntropyLoss } from '../../src/losses/binaryCrossEntropyLoss';
import { forEachBackend } from '../support/backends';
import { read, readNumber } from '../support/gradients';

const map = (values: number[]) => tf.tensor(values, [1, values.length, 1, 1]);
const bce = (y: number[], p: number[]) => readNumber(() => binaryCrossEntropyLoss()(map(y), map(p)));
const bceOfLogits = (y: number[], z: number[]) =>
  readNumber(() => binaryCrossEntropyLoss({ fromLogits: true })(map(y), map(z)));
/** Of a loss of one pixel with the label `y`, at `x`. */
const slope = (loss: (y: tf.Tensor, x: tf.Tensor) => tf.Tensor, y: number, x: number) =>
  readNumber(() => tf.grad((at: tf.Tensor) => loss(map([y]), at))(map([x])));

forEachBackend(() => {
  describe('binaryCrossEntropyLoss', () => {
    it.each([
      { y: [1, 0, 1, 0], p: [0.5, 0.5, 0.5, 0.5], loss: Math.LN2 },
      { y: [1, 0, 1, 0], p: [0.9, 0.2, 0.6, 0.1], loss: 0.236173 },
      { y: [0, 0, 0, 0], p: [0.1, 0.1, 0.1, 0.1], loss: 0.105361 },
      { y: [0, 0, 0, 0], p: [0, 0, 0, 0], loss: 0 },
    ])('is $loss for y = $y and p = $p', async ({ y, p, loss }) => {
      expect(await bce(y, p)).toBeCloseTo(loss, 5);
    });

    it('takes soft labels', async () => {
      expect(await bce([0.25], [0.5])).toBeCloseTo(Math.LN2, 6);
      expect(await bce([0.25], [0.25])).toBeCloseTo(-(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75)), 6);
    });

    it('is −log 1e-7 where p = 0 or 1 is wrong, and 0 where it is right', async () => {
      expect(await bce([1], [0])).toBeCloseTo(16.118096, 4);
      expect(await bce([0], [1])).toBeCloseTo(16.118096, 4);
      expect(await bce([1], [1])).toBeCloseTo(0, 6);
      expect(await bce([0], [0])).toBeCloseTo(0, 6);
    });

    it.each([
      { y: 1, p: 0, expected: -1e7 },
      { y: 0, p: 1, expected: 1e7 },
      { y: 1, p: 1, expected: -1 },
      { y: 0, p: 0, expected: 1 },
    ])('has a finite gradient, not 0, at y = $y and p = $p', async ({ y, p, expected }) => {
      expect((await slope(binaryCrossEntropyLoss(), y, p)) / expected).toBeCloseTo(1, 5);
    });

    it.each([
      { z: -17, ofProbabilities: -0.292783 }, // −p / (p + 1e-7), p = sigmoid(−17)
      { z: -20, ofProbabilities: -0.020196 },
    ])('still pulls a lost pixel up at logit $z, where a clipped one is stuck', async ({ z, ofProbabilities }) => {
      const stock = (y: tf.Tensor, x: tf.Tensor) => tf.metrics.binaryCrossentropy(y, x.sigmoid()).mean();
      expect(await slope((y, x) => binaryCrossEntropyLoss()(y, x.sigmoid()), 1, z)).toBeCloseTo(ofProbabilities, 5);
      expect(await slope(binaryCrossEntropyLoss({ fromLogits: true }), 1, z)).toBeCloseTo(-1, 6);
      expect(await slope(stock, 1, z)).toBeCloseTo(0, 12);
    });

    it('is exact from logits, however large', async () => {
      expect(await bceOfLogits([1, 0], [-100, -100])).toBe(50);
      expect(await bceOfLogits([1, 0], [1e6, 1e6])).toBe(5e5);
      expect((await bceOfLogits([1, 0], [20, -20])) / Math.log1p(Math.exp(-20))).toBeCloseTo(1, 5);
    });

    it.each([-100, -20, 0, 20, 100])('has the gradient sigmoid(z) − y from the logit %d', async (z) => {
      for (const y of [0, 0.25, 1]) {
        const gradient = await slope(binaryCrossEntropyLoss({ fromLogits: true }), y, z);
        expect(gradient).toBeCloseTo(1 / (1 + Math.exp(-z)) - y, 6);
      }
    });

    it('is the mean over pixels of −log p of the true class where there are classes', async () => {
      const [ofProbabilities, ofLogits] = await read(() => {
        const y = tf.tensor([0, 1, 0, 1, 0, 0], [1, 1, 2, 3]);
        const p = tf.tensor([0.2, 0.5, 0.3, 0.25, 0.5, 0.25], [1, 1, 2, 3]);
        return [binaryCrossEntropyLoss()(y, p), binaryCrossEntropyLoss({ fromLogits: true })(y, p.log().add(7))];
      });
      const expected = -(Math.log(0.5) + Math.log(0.25)) / 2;
      expect(ofProbabilities![0]).toBeCloseTo(expected, 6);
      expect(ofLogits![0]).toBeCloseTo(expected, 6);
    });

    it('is finite for saturated classes, and exact from their logits', async () => {
      const [ofProbabilities, ofLogits, gradient] = await read(() => {
        const [y, p, z] = [
          [0, 1, 0],
          [1, 0, 0],
          [1000, 0, -1000],
        ].map((values) => tf.tensor(values, [1, 1, 1, 3])) as [tf.Tensor, tf.Tensor, tf.Tensor];
        const loss = (at: tf.Tensor) => binaryCrossEntropyLoss({ fromLogits: true })(y, at);
        return [binaryCrossEntropyLoss()(y, p), loss(z), tf.grad(loss)(z)];
      });
      expect(ofProbabilities![0]).toBeCloseTo(16.118096, 4);
      expect(ofLogits![0]).toBe(1000);
      expect([...gradient!]).toEqual([1, -1, 0]);
    });
  });
});
