import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { sumOverPixels } from '../../src/ops/sumOverPixels';
import { forEachBackend } from '../support/backends';
import { read } from '../support/gradients';
import { memoryInUse } from '../support/leaks';

forEachBackend(() => {
  describe('sumOverPixels', () => {
    it('sums every channel over batch, rows and columns', async () => {
      const [sums] = await read(() => sumOverPixels(tf.range(0, 24).reshape([2, 2, 2, 3])));
      expect([...sums!]).toEqual([84, 92, 100]);
    });

    it('leaves nothing but the sums behind', () => {
      const x = tf.ones<tf.Rank.R4>([2, 3, 5, 6]);
      const before = memoryInUse();
      sumOverPixels(x).dispose();
      expect(memoryInUse()).toEqual(before);
      x.dispose();
    });
  });
});
