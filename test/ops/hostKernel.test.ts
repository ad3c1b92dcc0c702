import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { hostKernel, registerOnce, runsOnHost } from '../../src/ops/hostKernel';
import { forEachBackend, onCpu } from '../support/backends';
import { read } from '../support/gradients';
import { memoryInUse } from '../support/leaks';

/** Twelve inputs would change their order if it were that of their names as text. */
const weighted = hostKernel<{ weights: number[] }>({
  name: 'MsaUnetTestWeighted',
  outputShapes: ([shape], { weights }) => [shape!, [weights.length]],
  loop: (inputs, [sum, firsts], { weights }) => {
    sum!.fill(0);
    inputs.forEach((values, k) => {
      firsts![k] = values[0]!;
      for (let i = 0; i < sum!.length; i++) sum![i]! += weights[k]! * values[i]!;
    });
  },
});

/** The upper halves of its numbers, as they lie in memory. */
const bits = hostKernel<Record<never, never>>({
  name: 'MsaUnetTestBits',
  outputShapes: ([shape]) => [shape!],
  loop: ([x], [y]) => y!.set(new Int32Array(x!.buffer, x!.byteOffset, x!.length).map((value) => value >>> 16)),
});

const weights = Array.from({ length: 12 }, (_, k) => k + 1);
const inputs = () => weights.map((k) => tf.tensor1d([k, -k, 0.5]));

forEachBackend((name) => {
  describe('runsOnHost', () => {
    it('is true on cpu and wasm alone', () => {
      expect(runsOnHost()).toBe(name === 'cpu' || name === 'wasm');
    });
  });

  const loops = () => {
    it('runs its loop over inputs and outputs in their order', async () => {
      const [sum, firsts] = await read(() => weighted(inputs(), { weights }));
      expect([...sum!]).toEqual([650, -650, 39]);
      expect([...firsts!]).toEqual(weights);
    });

    it('allocates its outputs and nothing else', () => {
      const given = inputs();
      const before = memoryInUse();
      tf.dispose(weighted(given, { weights }));
      expect(memoryInUse()).toEqual(before);
      tf.dispose(given);
    });

    it('takes what was cast from integers and booleans for floats', async () => {
      for (const dtype of ['int32', 'bool'] as const) {
        const [halves] = await read(() => bits([tf.tensor1d([1, 0], dtype).toFloat()], {}));
        expect([...halves!]).toEqual([0x3f80, 0]); // 1 is 0x3f800000
      }
    });

    it('takes inputs from another backend, also if that makes the memory grow', async () => {
      const length = 2 ** 24; // 64 MB each
      const values = await onCpu(() => tf.ones([2]));
      const here = tf.tensor1d(values);
      await tf.setBackend('cpu');
      const elsewhere = [3, 4, 5].map((value) => tf.fill([length], value));
      await tf.setBackend(name);
      const [, firsts] = await read(() => weighted([here, ...elsewhere], { weights: [1, 1, 1, 1] }));
      expect([...firsts!]).toEqual([1, 3, 4, 5]);
      tf.dispose([here, ...elsewhere]);
    });
  };
  if (name === 'cpu' || name === 'wasm') describe('hostKernel', loops); // others have no memory to loop over

  describe('registerOnce', () => {
    it('keeps the kernel that was registered first', () => {
      const kernel = () => tf.getKernel('MsaUnetTestOnce', name);
      registerOnce('MsaUnetTestOnce', name, () => []);
      const first = kernel();
      registerOnce('MsaUnetTestOnce', name, () => []);
      expect(first).toBeDefined();
      expect(kernel()).toBe(first);
    });
  });
});
