import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import * as kernels from '../../src/kernels/catalog';
import { type Implementation, NotSupported } from '../../src/kernels/kernel';
import { hasKernel, openBackend, runKernel, tryKernel } from '../../src/kernels/runKernel';
import { forEachBackend, onCpu } from '../support/backends';
import { read } from '../support/gradients';
import { memoryInUse } from '../support/leaks';

const step = { beta1: 0, beta2: 0, rate: 1, epsilon: 0, keep: 1 };

/** Twelve weights [k, −k], whose gradients are 2: Adam without memory takes 1 off each. */
const weights = () => Array.from({ length: 12 }, (_, k) => tf.tensor1d([k, -k]));
const updated = Array.from({ length: 12 }, (_, k) => [k - 1, -k - 1]);

const adam = (given: tf.Tensor[]) => {
  const moments = tf.zeros([2 * given.length]);
  const gradients = given.map(({ shape }) => tf.fill(shape, 2));
  const [, , ...next] = tryKernel(kernels.adamOnWeights, [moments, moments, ...given, ...gradients], step)!;
  return next;
};

/** A kernel that the current backend has until `run` returns, and that throws at every call. */
function withThrowing<T>(error: Error, run: (kernel: typeof kernels.sumOverPixels) => T): T {
  const kernel: typeof kernels.sumOverPixels = { name: 'MsaUnetThrowing' };
  const fail = () => {
    throw error;
  };
  const implementation: Implementation = { kernel, run: fail };
  const config = { kernelName: kernel.name, backendName: tf.getBackend(), kernelFunc: fail, implementation };
  tf.registerKernel(config);
  try {
    return run(kernel);
  } finally {
    tf.unregisterKernel(kernel.name, tf.getBackend());
  }
}

forEachBackend((name) => {
  describe('runKernel', () => {
    it('composes what the backend has no kernel for', async () => {
      const nowhere: typeof kernels.sumOverPixels = { name: 'MsaUnetNowhere' };
      expect(hasKernel(nowhere)).toBe(false);
      const [sums] = await read(() => [
        runKernel(nowhere, [tf.ones<tf.Rank.R4>([1, 2, 2, 1])], {}, () => tf.tensor1d([7])),
      ]);
      expect([...sums!]).toEqual([7]);
    });

    it('composes the calls that a kernel does not take', () => {
      const [filter, vector] = [tf.ones<tf.Rank.R4>([3, 3, 2, 1]), tf.ones<tf.Rank.R1>([2])];
      const inputs: [tf.Tensor4D, ...tf.Tensor1D[]] = [filter, vector, vector, vector, vector];
      const ofDepthwise = tf.tidy(
        () => tryKernel(kernels.foldBatchNorm, inputs as never, { epsilon: 1, filters: 2 }) !== null,
      );
      expect(ofDepthwise).toBe(name === 'webgpu');
      tf.dispose([filter, vector]);
    });

    it('composes a call that its kernel finds not supported while it runs', async () => {
      const [sums] = await read(() =>
        withThrowing(new NotSupported(), (kernel) => {
          expect(hasKernel(kernel)).toBe(true);
          const x = tf.ones<tf.Rank.R4>([1, 2, 2, 1]);
          expect(tryKernel(kernel, [x], {})).toBeNull();
          return [runKernel(kernel, [x], {}, () => tf.tensor1d([7]))];
        }),
      );
      expect([...sums!]).toEqual([7]);
    });

    it('passes on every other error of a kernel, and composes nothing', () => {
      const error = new RangeError('out of range');
      const run = (kernel: typeof kernels.sumOverPixels) =>
        tf.tidy(() => runKernel(kernel, [tf.ones<tf.Rank.R4>([1, 2, 2, 1])], {}, () => tf.tensor1d([7])));
      expect(() => withThrowing(error, run)).toThrow(error);
    });

    it('registers every kernel under its name', () => {
      const names = (openBackend()?.implementations() ?? []).map(({ kernel }) => kernel.name);
      expect(names.filter((kernel) => !tf.getKernel(kernel, name))).toEqual([]);
      expect(names.filter((kernel) => !/^MsaUnet[A-Z]/.test(kernel))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    });
  });

  const loops = () => {
    it('get their inputs in their order, also more than ten', async () => {
      const next = await read(() => adam(weights()));
      expect(next.map((values) => [...values])).toEqual(updated);
    });

    it('allocate their outputs and nothing else', () => {
      const given = weights();
      const before = memoryInUse();
      tf.tidy(() => tf.dispose(adam(given)));
      expect(memoryInUse()).toEqual(before);
      tf.dispose(given);
    });

    it('take what was cast from integers and booleans for floats', async () => {
      for (const dtype of ['int32', 'bool'] as const) {
        const [values] = await read(() => {
          const vector = tf.tensor1d([1, 0], dtype).toFloat();
          return tryKernel(kernels.unflatten, [vector], { ranks: [1], sides: [2] })!;
        });
        expect([...values!]).toEqual([1, 0]);
      }
    });

    it('take inputs from another backend, also if that makes the memory grow', async () => {
      const length = 2 ** 24; // 64 MB each
      const values = await onCpu(() => tf.ones([1, 1, 1, 1]));
      const here = tf.tensor4d(values, [1, 1, 1, 1]);
      await tf.setBackend('cpu');
      const elsewhere = [3, 4, 5].map((value) => tf.fill<tf.Rank.R4>([1, 1, 1, length], value));
      await tf.setBackend(name);
      const [joined] = tryKernel(kernels.concatChannels, [here, ...elsewhere], {
        shape: [1, 1, 1],
        channels: [1, length, length, length],
      })!;
      const at = async (index: number) => (await joined.slice([0, 0, 0, index], [1, 1, 1, 1]).data())[0];
      expect([await at(0), await at(1), await at(length), await at(3 * length)]).toEqual([1, 3, 3, 5]);
      tf.disposeVariables();
      tf.dispose([here, joined, ...elsewhere]);
    });
  };
  if (name === 'cpu' || name === 'wasm') describe('kernels that are loops', loops); // others have no memory to loop over
});
