import * as tf from '@tensorflow/tfjs';

import { openBackend } from '../kernels/runKernel';

/** A function with a custom gradient, in the form that this library gives to `tf.customGrad`. */
interface OwnGradient<T extends tf.Tensor> {
  /** The result, and the tensors that {@link OwnGradient.gradients} needs. */
  forward: () => { value: T; saved: tf.Tensor[] };
  /** One gradient per input, in their order. Intermediate tensors are tidied away. */
  gradients: (dy: T, saved: tf.Tensor[]) => tf.Tensor[];
}

/** Computes a function of `inputs` with a custom gradient. */
export function withGradient<T extends tf.Tensor>(inputs: tf.Tensor[], { forward, gradients }: OwnGradient<T>): T {
  openBackend();
  const f = tf.customGrad<T>((...args) => {
    const save = args[args.length - 1] as tf.GradSaveFunc;
    const { value, saved } = forward();
    save(saved);
    return { value, gradFunc: (dy: T, kept: tf.Tensor[]) => tf.tidy(() => gradients(dy, kept)) };
  });
  return f(...inputs);
}
