import type * as tf from '@tensorflow/tfjs';

/** Leaves out class 0, the background, where there are classes: `[…, channels]` → `[…, classes]`; one channel is one class. */
export function foreground<T extends tf.Tensor>(x: T): T {
  if (x.shape.at(-1) === 1) return x;
  const begin = x.shape.map((_, axis) => (axis === x.rank - 1 ? 1 : 0));
  return x.slice<T>(begin);
}
