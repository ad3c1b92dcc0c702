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

/**
 * One image `[1, 5, 4, channels]` with these counts in its channels. Nobody has drawn a channel that is `null`, nor the
 * pixels that no count needs: they are −1, and half of them are predicted.
 */
export function partlyDrawn(channels: (Overlap | null)[], type: 'float32' | 'int32' = 'float32') {
  const pairs = channels.map((counts) => {
    const { tp, fp, fn } = counts ?? { tp: 0, fp: 0, fn: 0 };
    const { truth, prediction } = maskPair({ tp, fp, fn });
    const drawn = counts ? Math.max(tp + fp + fn, 1) : 0;
    return {
      truth: [...truth].map((y, i) => (i < drawn ? y : -1)),
      prediction: prediction.map((p, i) => (i < drawn ? p : 0.8 - 0.6 * (i % 2))),
    };
  });
  const stacked = (pick: 'truth' | 'prediction') =>
    Array.from({ length: 20 }, (_, i) => pairs.map((pair) => pair[pick][i]!)).flat();
  const shape: [number, number, number, number] = [1, 5, 4, channels.length];
  return { truth: tf.tensor4d(stacked('truth'), shape, type), prediction: tf.tensor4d(stacked('prediction'), shape) };
}
