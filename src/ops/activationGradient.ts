import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { runKernel } from '../kernels/runKernel';

/** Gradient of an activation, computed from its result `y`; 'relu6' is a ReLU clipped at 6. */
export function activationGradient(dy: tf.Tensor4D, y: tf.Tensor4D, activation: kernels.Activation): tf.Tensor4D {
  if (activation === 'linear') return dy;
  return runKernel(kernels.reluGradient, [dy, y], { activation }, () => {
    const inside = tf.step(y);
    return tf.mul(dy, activation === 'relu6' ? tf.mul(inside, tf.step(tf.sub(6, y))) : inside);
  });
}
