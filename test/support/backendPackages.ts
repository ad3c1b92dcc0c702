import * as tf from '@tensorflow/tfjs';

/** A package that registers a backend: the cpu one under another name. */
export function registers(name: string, extra: object, exports: object = {}): () => object {
  return () => {
    tf.registerBackend(name, () => Object.assign(tf.findBackendFactory('cpu')!() as tf.KernelBackend, extra));
    return exports;
  };
}

/** A `@tensorflow/tfjs-node` whose one operation returns a right gradient. */
export const tfjsNode = (extra = {}) =>
  registers(
    'tensorflow',
    {
      isUsingGpuDevice: false,
      binding: { TF_Version: '2.9.1' },
      executeMultipleOutputs: () => [tf.tensor([1, 2, 3, 4, 5, 6, 7, 8, 9])],
      ...extra,
    },
    {
      Tensor: tf.Tensor,
      version: { 'tfjs-node': '4.22.0' },
    },
  );

/** What WebGPU tells of three graphics adapters, two of which are software. */
export const nvidia = { vendor: 'nvidia', architecture: 'hopper', device: '', description: 'NVIDIA H200' };
export const swiftShader = {
  vendor: 'google',
  architecture: 'swiftshader',
  device: 'swiftshader-device',
  description: 'SwiftShader',
};
export const llvmpipe = { vendor: 'mesa', architecture: '', device: 'llvmpipe (LLVM 15, 256 bits)', description: '' };
