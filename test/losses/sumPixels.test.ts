import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { describe, expect, it } from 'vitest';

import { sumPixels } from '../../src/losses/sumPixels';
import { forEachBackend } from '../support/backends';
import { read } from '../support/gradients';

/** The sums over the axes from `first` on, of the numbers 0, 1, 2, … in that shape. */
async function sums(shape: number[], first: 0 | 1): Promise<number[]> {
  const [values] = await read(() => sumPixels(tf.range(0, tf.util.sizeFromShape(shape)).reshape(shape), first));
  return [...values!];
}

forEachBackend(() => {
  describe('sumPixels', () => {
    it('sums over the pixels of each image, or of the batch', async () => {
      expect(await sums([2, 3, 2, 2], 1)).toEqual([30, 36, 102, 108]);
      expect(await sums([2, 3, 2, 2], 0)).toEqual([132, 144]);
    });

    it('keeps the axis of a single channel', async () => {
      expect(await sums([2, 3, 4, 1], 1)).toEqual([66, 210]);
      expect(await sums([2, 3, 4, 1], 0)).toEqual([276]);
      expect(await sums([3, 1], 1)).toEqual([0, 1, 2]);
      expect(tf.tidy(() => sumPixels(tf.ones([2, 3, 4, 1]), 1).shape)).toEqual([2, 1]);
      expect(tf.tidy(() => sumPixels(tf.ones([2, 3, 4, 1]), 0).shape)).toEqual([1]);
    });
  });
});

describe('sumPixels', () => {
  it('keeps small terms beside a large sum, which a single sum on WASM does not', async () => {
    await tf.setBackend('wasm');
    const shape: [number, number, number, number] = [6, 512, 256, 1];
    const x = tf.concat([tf.ones(shape), tf.fill(shape, 0.003)], 2);
    const exact = 6 * 512 * 256 * 1.003;
    expect(sumPixels(x, 0).dataSync()[0]! / exact).toBeCloseTo(1, 4);
    expect(Math.abs(x.sum().dataSync()[0]! / exact - 1)).toBeGreaterThan(1e-4);
    x.dispose();
  });
});
