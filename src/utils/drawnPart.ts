import * as tf from '@tensorflow/tfjs';

/** 1 where somebody has drawn a class, 0 where a mask is −1. By arithmetic: WebGPU takes booleans for other numbers. */
export function drawnPart(yTrue: tf.Tensor): tf.Tensor {
  const y = yTrue.dtype === 'float32' ? yTrue : yTrue.toFloat().mul(1); // WebGPU's cast alone keeps integers
  return tf.sub(1, y.neg().relu());
}
