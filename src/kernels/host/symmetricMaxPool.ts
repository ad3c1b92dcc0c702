import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import type { Implementation, InputsOf, OutputsOf } from '../kernel';
import type { Pooling } from '../pooling';

type Signature = typeof kernels.maxPool;

/** Symmetric padding by the stock kernel, which takes it as a number; elsewhere the map must be padded first. */
export const symmetricMaxPool = (
  backendName: 'cpu' | 'wasm',
): Implementation<InputsOf<Signature>, Pooling, OutputsOf<Signature>> => ({
  kernel: kernels.maxPool,
  takes: (_, { padding }) => padding === 'symmetric',
  run: ([x], { poolSize, stride, top }, backend) => {
    const attrs = { filterSize: poolSize, strides: stride, pad: top };
    return [tf.getKernel('MaxPool', backendName).kernelFunc({ inputs: { x }, backend, attrs }) as tf.TensorInfo];
  },
});
