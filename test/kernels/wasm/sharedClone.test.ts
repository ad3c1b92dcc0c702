import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { openBackend } from '../../../src/kernels/runKernel';
import { forEachBackend } from '../../support/backends';
import { memoryInUse } from '../../support/leaks';

forEachBackend((name) => {
  describe('a clone', () => {
    it('uses the memory of its original, which tfjs copies on WASM', () => {
      openBackend();
      const x = tf.ones([4]);
      const before = memoryInUse();
      const clone = x.clone();
      expect(memoryInUse().numDataIds).toBe(before.numDataIds);
      tf.dispose([x, clone]);
      expect(memoryInUse().numDataIds).toBe(before.numDataIds - 1);
    });

    it('stays when its original goes', async () => {
      openBackend();
      const x = tf.tensor1d([1, 2, 3]);
      const clone = x.clone();
      x.dispose();
      const other = tf.tensor1d([7, 8, 9]); // would take the memory if it were free
      expect([...(await clone.data())]).toEqual([1, 2, 3]);
      tf.dispose([clone, other]);
    });

    it('has a kernel that is replaced once', () => {
      openBackend();
      const kernel = tf.getKernel('Identity', name);
      openBackend();
      expect(tf.getKernel('Identity', name)).toBe(kernel);
    });
  });
});
