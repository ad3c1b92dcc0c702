import * as tf from '@tensorflow/tfjs';

import type { Attributes, Implementation, Kernel, Tensors } from '../kernel';
import { runsOnCpu } from './backend';

type Run<I extends Tensors, A extends Attributes, O extends Tensors> = (inputs: I, attributes: A) => O | tf.Tensor[];

/** Implements a kernel by TensorFlow's operations; without `takes` it handles every call. */
export const tensorflowKernel = <I extends Tensors, A extends Attributes, O extends Tensors>(
  kernel: Kernel<I, A, O>,
  run: Run<I, A, O>,
  takes?: (inputs: I, attributes: A) => boolean,
): Implementation<I, A, O> => ({
  kernel,
  ...(takes && { takes }),
  run: (inputs, attributes) => tf.tidy(() => run(inputs as Tensors as I, attributes) as tf.Tensor[]),
});

/** Implements a kernel on TensorFlow's CPU only: on GPUs a dozen stock kernels cost next to nothing. */
export const tensorflowCpuKernel = <I extends Tensors, A extends Attributes, O extends Tensors>(
  kernel: Kernel<I, A, O>,
  run: Run<I, A, O>,
  takes: (inputs: I, attributes: A) => boolean = () => true,
): Implementation<I, A, O> =>
  tensorflowKernel(kernel, run, (inputs, attributes) => runsOnCpu() && takes(inputs, attributes));
