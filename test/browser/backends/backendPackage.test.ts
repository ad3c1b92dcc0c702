import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { backendPackage } from '../../../src/browser/backends/backendPackage';
import { registers } from '../../support/backendPackages';

const kernel: tf.KernelConfig = { kernelName: 'Square', backendName: 'own', kernelFunc: () => [] };

it("keeps the page's own package if the import fails, and replaces it at the next try", async () => {
  registers('own', {})();
  tf.registerKernel(kernel);
  const factory = tf.findBackendFactory('own');
  const loads = [
    () => {
      tf.registerBackend('own', () => tf.backend() as tf.KernelBackend);
      return Promise.reject(new Error('HTTP 404'));
    },
    async () => ({ version: '4.22.0' }),
  ];
  const importPackage = backendPackage('own', { name: 'own.js', load: () => loads.shift()!() });
  await expect(importPackage()).rejects.toThrow('own.js is missing (HTTP 404)');
  expect(tf.findBackendFactory('own')).toBe(factory);
  expect(tf.getKernelsForBackend('own')).toEqual([kernel]);

  expect(await importPackage()).toEqual({ version: '4.22.0' });
  expect(tf.findBackendFactory('own')).toBeNull();
  expect(tf.getKernelsForBackend('own')).toEqual([]);
});
