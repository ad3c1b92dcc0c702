import type * as tf from '@tensorflow/tfjs';

/** The single input of a layer, which tfjs hands over bare or in an array of one. */
export function onlyTensor<T extends tf.Tensor>(x: tf.Tensor | tf.Tensor[]): T {
  return (Array.isArray(x) ? x[0] : x) as T;
}
