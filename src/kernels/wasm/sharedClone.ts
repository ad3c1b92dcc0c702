import type * as tf from '@tensorflow/tfjs';

import type { WasmBackend } from './backend';

/**
 * Lets a clone on WASM share the memory of its original, as it does on every other backend.
 *
 * tfjs clones every tensor that a gradient needs; on WASM alone that copies it, which doubles the memory of a training
 * step and takes a twelfth of its time. Kernels never write into their inputs, so sharing is safe.
 */
export const sharedClone: tf.KernelConfig = {
  kernelName: 'Identity',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend }) => {
    const { dataId, shape, dtype } = inputs.x!;
    (backend as WasmBackend).incRef(dataId);
    return { dataId, shape, dtype };
  },
};
