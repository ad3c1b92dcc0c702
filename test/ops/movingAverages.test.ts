import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { movingAverages } from '../../src/ops/movingAverages';
import { forEachBackend } from '../support/backends';
import { expectClose, read } from '../support/gradients';
import { memoryInUse } from '../support/leaks';

forEachBackend(() => {
  describe('movingAverages', () => {
    it('keep the share `momentum` of each average', async () => {
      const [a, b] = await read(() =>
        movingAverages(
          [tf.tensor1d([1, -2, 0]), tf.tensor1d([4, 4, 0])],
          [tf.tensor1d([3, 2, 8]), tf.tensor1d([0, 8, 0])],
          0.75,
        ),
      );
      expectClose(a!, [1.5, -1, 2], 1e-6);
      expectClose(b!, [3, 5, 0], 1e-6);
    });

    it('stay with momentum 1 and jump with momentum 0', async () => {
      const [average, value] = [tf.tensor1d([1, 2]), tf.tensor1d([5, -6])];
      const [stay] = await read(() => movingAverages([average, average], [value, value], 1));
      const [jump] = await read(() => movingAverages([average, average], [value, value], 0));
      expect([...stay!]).toEqual([1, 2]);
      expect([...jump!]).toEqual([5, -6]);
      tf.dispose([average, value]);
    });

    it('leave nothing but the new averages behind, and the old ones untouched', async () => {
      const [average, value] = [tf.tensor1d([1, 2]), tf.tensor1d([5, -6])];
      const before = memoryInUse();
      tf.dispose(movingAverages([average, average], [value, value], 0.9));
      expect(memoryInUse()).toEqual(before);
      expect([...(await average.data())]).toEqual([1, 2]);
      tf.dispose([average, value]);
    });
  });
});
