import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { channelMoments } from '../../src/ops/channelMoments';
import { forEachBackend } from '../support/backends';
import { expectClose, randomTensor, read } from '../support/gradients';
import { memoryInUse } from '../support/leaks';

const momentsOf = (x: tf.Tensor4D) => {
  const { mean, variance } = channelMoments(x);
  return [mean, variance];
};

forEachBackend(() => {
  describe('channelMoments', () => {
    it('gives mean and biased variance of every channel', async () => {
      const [mean, variance] = await read(() => momentsOf(tf.tensor4d([0, 1, 2, 1, 4, 7], [1, 3, 1, 2])));
      expectClose(mean!, [2, 3], 1e-6);
      expectClose(variance!, [8 / 3, 8], 1e-6);
    });

    it.each([1, 3, 4, 6, 8])('equals tf.moments for %i channels', async (channels) => {
      const [mean, variance, expectedMean, expectedVariance] = await read(() => {
        const x = randomTensor<tf.Tensor4D>([2, 5, 3, channels]).add<tf.Tensor4D>(0.3);
        const expected = tf.moments(x, [0, 1, 2]);
        return [...momentsOf(x), expected.mean, expected.variance];
      });
      expectClose(mean!, expectedMean!, 1e-5);
      expectClose(variance!, expectedVariance!, 1e-5);
    });

    it('gives the mean of the map with a bias added, too', async () => {
      const [biased, mean] = await read(() => {
        const x = tf.tensor4d([0, 1, 2, 1, 4, 7], [1, 3, 1, 2]);
        return [channelMoments(x, tf.tensor1d([10, -1])).biasedMean, channelMoments(x).biasedMean];
      });
      expectClose(biased!, [12, 2], 1e-6);
      expectClose(mean!, [2, 3], 1e-6);
    });

    it('keeps the variance of a map that lies far from 0', async () => {
      const [mean, variance] = await read(() => momentsOf(tf.tensor4d([999, 1001, 999, 1001], [1, 4, 1, 1])));
      expect(mean![0]).toBeCloseTo(1000, 3);
      expect(variance![0]).toBeCloseTo(1, 3);
    });

    it('gives variance 0, never less, to a constant map', async () => {
      const [, variance] = await read(() => momentsOf(tf.fill([2, 7, 7, 3], 0.1)));
      expect(Math.min(...variance!)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...variance!)).toBeLessThan(1e-12);
    });

    it('keeps no map for the gradient, unlike tf.moments: that of the normalisation counts them in', () => {
      const x = randomTensor<tf.Tensor4D>([2, 3, 5, 6]);
      const dx = tf.grad((x) => {
        const before = memoryInUse().numDataIds;
        momentsOf(x as tf.Tensor4D);
        expect(memoryInUse().numDataIds).toBe(before + 2);
        return x.sum();
      })(x);
      tf.dispose([x, dx]);
    });

    it('leaves nothing but the moments behind', () => {
      const x = randomTensor<tf.Tensor4D>([2, 3, 5, 6]);
      const before = memoryInUse();
      tf.dispose(momentsOf(x));
      expect(memoryInUse()).toEqual(before);
      x.dispose();
    });
  });
});
