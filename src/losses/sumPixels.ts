import type * as tf from '@tensorflow/tfjs';

/**
 * Sums a map `[batch, …, channels]` over the axes from `first` to the last but one: 0 gives `[channels]`, 1 gives
 * `[batch, channels]`.
 *
 * Sums one axis at a time: in a single call, WASM accumulates everything in one float32 and loses small terms, 0.6 % of
 * the sum of a 6×512×512 map.
 */
export function sumPixels(map: tf.Tensor, first: 0 | 1): tf.Tensor {
  const channels = map.shape.at(-1)!;
  let sum = channels === 1 ? map.reshape(map.shape.slice(0, -1)) : map; // a sum of the last axis needs no transpose
  for (let axis = map.rank - 2; axis >= first; axis--) sum = sum.sum(axis);
  return sum.reshape([...map.shape.slice(0, first), channels]);
}
