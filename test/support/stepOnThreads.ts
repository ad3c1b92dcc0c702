import * as tf from '@tensorflow/tfjs';

import { heapOf, type WasmBackend } from '../../src/kernels/wasm/backend';
import { crewOf } from '../../src/kernels/wasm/threads/crews';
import { MSRB } from '../../src/layers/msrb';

/** What an untrained block makes of two maps, and the gradients of all its weights; every kernel uses all threads. */
export function stepOnThreads(): Float32Array[] {
  const crew = crewOf(heapOf(tf.backend() as tf.KernelBackend & WasmBackend)!);
  if (crew) crew.worthwhile = 0;
  return tf.tidy(() => {
    const block = new MSRB({ filters: 8, dropBlock: null, seed: 1 });
    const maps = tf.randomNormal([2, 96, 96, 4], 0, 1, 'float32', 7);
    const output = () => block.apply(maps, { training: true }) as tf.Tensor;
    const result = output();
    const { value, grads } = tf.variableGrads(() => output().square().sum());
    const numbers = [result, value, ...Object.values(grads)].map((tensor) => tensor.dataSync() as Float32Array);
    block.dispose();
    return numbers;
  });
}
