import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { movingAverage, movingAverages } from '../../src/ops/movingAverage';
import { forEachBackend } from '../support/backends';
import { expectClose, read } from '../support/gradients';
import { memoryInUse } from '../support/leaks';

forEachBackend(() => {
  describe('movingAverage', () => {
    it('keeps the share `momentum` of the average', async () => {
      const [next] = await read(() => movingAverage(tf.tensor1d([1, -2, 0]), tf.tensor1d([3, 2, 8]), 0.75));
      expectClose(next!, [1.5, -1, 2], 1e-6);
    });

    it('stays with momentum 1 and jumps with momentum 0', async () => {
      const [stay, jump] = await read(() => {
        const [average, value] = [tf.tensor1d([1, 2]), tf.tensor1d([5, -6])];
        return [movingAverage(average, value, 1), movingAverage(average, value, 0)];
      });
      expect([...stay!]).toEqual([1, 2]);
      expect([...jump!]).toEqual([5, -6]);
    });

    it('moves two averages at once', async () => {
      const [a, b] = await read(() =>
        movingAverages([tf.tensor1d([1, -2]), tf.tensor1d([4, 4])], [tf.tensor1d([3, 2]), tf.tensor1d([0, 8])], 0.75),
      );
      expectClose(a!, [1.5, -1], 1e-6);
      expectClose(b!, [3, 5], 1e-6);
    });

    it('leaves nothing but the new average behind, and the old one as it was', async () => {
      const [average, value] = [tf.tensor1d([1, 2]), tf.tensor1d([5, -6])];
      const before = memoryInUse();
      movingAverage(average, value, 0.9).dispose();
      expect(memoryInUse()).toEqual(before);
      expect([...(await average.data())]).toEqual([1, 2]);
      tf.dispose([average, value]);
    });
  });
});
