import type * as tf from '@tensorflow/tfjs';

/** Returns the single input of a layer, which tfjs passes bare or in an array. */
export function onlyTensor<T extends tf.Tensor>(x: tf.Tensor | tf.Tensor[]): T {
  return (Array.isArray(x) ? x[0] : x) as T;
}
