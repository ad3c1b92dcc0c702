import type * as tf from '@tensorflow/tfjs';

/**
 * Drops class 0, the background, if there are several classes: `[…, channels]` → `[…, classes]`. One channel is one
 * class.
 */
export function foreground<T extends tf.Tensor>(x: T): T {
  if (x.shape.at(-1) === 1) return x;
  const begin = x.shape.map((_, axis) => (axis === x.rank - 1 ? 1 : 0));
  return x.slice<T>(begin);
}
