import * as tf from '@tensorflow/tfjs';

import type { Overlap } from '../../src/metrics/overlap';

/** One image of one row, `[1, 1, width, 1]`. */
export const masks = (values: number[]): tf.Tensor4D => tf.tensor4d(values, [1, 1, values.length, 1]);

/** Truth and prediction with exactly these counts: one image `[5, 4, 1]` each, twenty pixels, for every entry. */
export function fromCounts(counts: Overlap[]): { truth: tf.Tensor4D; prediction: tf.Tensor4D } {
  const images = counts.map(maskPair);
  const stacked = (pick: 'truth' | 'prediction') =>
    tf.tensor4d(
      images.flatMap((image) => [...image[pick]]),
      [counts.length, 5, 4, 1],
    );
  return { truth: stacked('truth'), prediction: stacked('prediction') };
}

/** The same for one image, as plain values: a 0/1 mask and probabilities 0.2 and 0.8. */
export function maskPair({ tp, fp, fn }: Overlap): { truth: Uint8Array; prediction: Float32Array } {
  const truth = Uint8Array.from({ length: 20 }, (_, i) => Number(i < tp + fn));
  const prediction = Float32Array.from({ length: 20 }, (_, i) =>
    i < tp || (i >= tp + fn && i < tp + fn + fp) ? 0.8 : 0.2,
  );
  return { truth, prediction };
}
