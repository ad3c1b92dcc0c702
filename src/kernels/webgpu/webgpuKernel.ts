import type * as tf from '@tensorflow/tfjs';

import type { Attributes, Implementation, Infos, Kernel, Tensors } from '../kernel';
import type { WebgpuBackend } from './backend';

/** Implements a kernel by programs of this library. */
export const webgpuKernel = <I extends Tensors, A extends Attributes, O extends Tensors>(
  kernel: Kernel<I, A, O>,
  run: (backend: WebgpuBackend, inputs: Infos<I>, attributes: A) => tf.TensorInfo[],
): Implementation<I, A, O> => ({
  kernel,
  run: (inputs, attributes, backend) => run(backend as WebgpuBackend, inputs, attributes),
});
