import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';

import { binaryCrossEntropyLoss } from '../../src/losses/binaryCrossEntropyLoss';

const map = (values: number[]) => tf.tensor(values, [1, values.length, 1, 1]);
const bce = (y: number[], p: number[]) => binaryCrossEntropyLoss()(map(y), map(p)).dataSync()[0]!;
const bceOfLogits = (y: number[], z: number[]) =>
  binaryCrossEntropyLoss({ fromLogits: true })(map(y), map(z)).dataSync()[0]!;
const slope = (f: (z: tf.Tensor) => tf.Tensor, z: number) =>
  tf
    .grad(f)(map([z]))
    .dataSync()[0]!;

describe.each(['cpu', 'wasm'])('binaryCrossEntropyLoss on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  it.each([
    { y: [1, 0, 1, 0], p: [0.5, 0.5, 0.5, 0.5], loss: Math.LN2 },
    { y: [1, 0, 1, 0], p: [0.9, 0.2, 0.6, 0.1], loss: 0.236173 },
    { y: [0, 0, 0, 0], p: [0.1, 0.1, 0.1, 0.1], loss: 0.105361 },
    { y: [0, 0, 0, 0], p: [0, 0, 0, 0], loss: 0 },
  ])('is $loss for y = $y and p = $p', ({ y, p, loss }) => {
    expect(bce(y, p)).toBeCloseTo(loss, 5);
  });

  it('takes soft labels', () => {
    expect(bce([0.25], [0.5])).toBeCloseTo(Math.LN2, 6);
    expect(bce([0.25], [0.25])).toBeCloseTo(-(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75)), 6);
  });

  it('is −log 1e-7 where p = 0 or 1 is wrong, and 0 where it is right', () => {
    expect(bce([1], [0])).toBeCloseTo(16.118096, 4);
    expect(bce([0], [1])).toBeCloseTo(16.118096, 4);
    expect(bce([1], [1])).toBeCloseTo(0, 6);
    expect(bce([0], [0])).toBeCloseTo(0, 6);
  });

  it.each([
    { y: 1, p: 0, expected: -1e7 },
    { y: 0, p: 1, expected: 1e7 },
    { y: 1, p: 1, expected: -1 },
    { y: 0, p: 0, expected: 1 },
  ])('has a finite gradient, not 0, at y = $y and p = $p', ({ y, p, expected }) => {
    expect(slope((x) => binaryCrossEntropyLoss()(map([y]), x), p) / expected).toBeCloseTo(1, 5);
  });

  it.each([
    { z: -17, ofProbabilities: -0.292783 }, // −p / (p + 1e-7), p = sigmoid(−17)
    { z: -20, ofProbabilities: -0.020196 },
  ])('still pulls a lost pixel up at logit $z, where a clipped one is stuck', ({ z, ofProbabilities }) => {
    const y = map([1]);
    expect(slope((x) => binaryCrossEntropyLoss()(y, x.sigmoid()), z)).toBeCloseTo(ofProbabilities, 5);
    expect(slope((x) => binaryCrossEntropyLoss({ fromLogits: true })(y, x), z)).toBeCloseTo(-1, 6);
    expect(slope((x) => tf.metrics.binaryCrossentropy(y, x.sigmoid()).mean(), z)).toBeCloseTo(0, 12);
  });

  it('is exact from logits, however large', () => {
    expect(bceOfLogits([1, 0], [-100, -100])).toBe(50);
    expect(bceOfLogits([1, 0], [1e6, 1e6])).toBe(5e5);
    expect(bceOfLogits([1, 0], [20, -20]) / Math.log1p(Math.exp(-20))).toBeCloseTo(1, 5);
  });

  it.each([-100, -20, 0, 20, 100])('has the gradient sigmoid(z) − y from the logit %d', (z) => {
    for (const y of [0, 0.25, 1]) {
      const gradient = slope((x) => binaryCrossEntropyLoss({ fromLogits: true })(map([y]), x), z);
      expect(gradient).toBeCloseTo(1 / (1 + Math.exp(-z)) - y, 6);
    }
  });

  it('is the mean over pixels of −log p of the true class where there are classes', () => {
    const y = tf.tensor([0, 1, 0, 1, 0, 0], [1, 1, 2, 3]);
    const p = tf.tensor([0.2, 0.5, 0.3, 0.25, 0.5, 0.25], [1, 1, 2, 3]);
    const expected = -(Math.log(0.5) + Math.log(0.25)) / 2;
    expect(binaryCrossEntropyLoss()(y, p).dataSync()[0]).toBeCloseTo(expected, 6);
    expect(binaryCrossEntropyLoss({ fromLogits: true })(y, p.log().add(7)).dataSync()[0]).toBeCloseTo(expected, 6);
  });

  it('is finite for saturated classes, and exact from their logits', () => {
    const y = tf.tensor([0, 1, 0], [1, 1, 1, 3]);
    expect(binaryCrossEntropyLoss()(y, tf.tensor([1, 0, 0], [1, 1, 1, 3])).dataSync()[0]).toBeCloseTo(16.118096, 4);
    const logits = tf.tensor([1000, 0, -1000], [1, 1, 1, 3]);
    const { value, grad } = tf.valueAndGrad((z: tf.Tensor) => binaryCrossEntropyLoss({ fromLogits: true })(y, z))(
      logits,
    );
    expect(value.dataSync()[0]).toBe(1000);
    expect([...grad.dataSync()]).toEqual([1, -1, 0]);
  });
});
