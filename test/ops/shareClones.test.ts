import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { shareClones } from '../../src/ops/shareClones';
import { forEachBackend } from '../support/backends';
import { memoryInUse } from '../support/leaks';

forEachBackend((name) => {
  describe('shareClones', () => {
    it('makes a clone use the memory of its original, which tfjs copies on WASM', () => {
      shareClones();
      const x = tf.ones([4]);
      const before = memoryInUse();
      const clone = x.clone();
      expect(memoryInUse().numDataIds).toBe(before.numDataIds);
      tf.dispose([x, clone]);
      expect(memoryInUse().numDataIds).toBe(before.numDataIds - 1);
    });

    it('keeps a clone when its original goes', async () => {
      shareClones();
      const x = tf.tensor1d([1, 2, 3]);
      const clone = x.clone();
      x.dispose();
      const other = tf.tensor1d([7, 8, 9]); // would take the memory if it were free
      expect([...(await clone.data())]).toEqual([1, 2, 3]);
      tf.dispose([clone, other]);
    });

    it('replaces a kernel once', () => {
      shareClones();
      const kernel = tf.getKernel('Identity', name);
      shareClones();
      expect(tf.getKernel('Identity', name)).toBe(kernel);
    });
  });
});
