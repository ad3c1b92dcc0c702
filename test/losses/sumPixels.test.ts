import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';

import { sumPixels } from '../../src/losses/sumPixels';

describe('sumPixels', () => {
  beforeAll(async () => {
    await tf.setBackend('wasm');
  });

  it('sums over the pixels of each image, or of the batch', () => {
    const x = tf.range(0, 24).reshape([2, 3, 2, 2]);
    expect(sumPixels(x, 1).arraySync()).toEqual([
      [30, 36],
      [102, 108],
    ]);
    expect(sumPixels(x, 0).arraySync()).toEqual([132, 144]);
  });

  it('keeps the axis of a single channel', () => {
    const x = tf.range(0, 24).reshape([2, 3, 4, 1]);
    expect(sumPixels(x, 1).arraySync()).toEqual([[66], [210]]);
    expect(sumPixels(x, 0).arraySync()).toEqual([276]);
    expect(sumPixels(tf.ones([3, 1]), 1).arraySync()).toEqual([[1], [1], [1]]);
  });

  it('keeps small terms beside a large sum, which a single sum on WASM does not', () => {
    const shape: [number, number, number, number] = [6, 512, 256, 1];
    const x = tf.concat([tf.ones(shape), tf.fill(shape, 0.003)], 2);
    const exact = 6 * 512 * 256 * 1.003;
    expect(sumPixels(x, 0).dataSync()[0]! / exact).toBeCloseTo(1, 4);
    expect(Math.abs(x.sum().dataSync()[0]! / exact - 1)).toBeGreaterThan(1e-4);
    x.dispose();
  });
});
