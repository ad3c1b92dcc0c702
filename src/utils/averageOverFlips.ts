import * as tf from '@tensorflow/tfjs';

/** Maps images `[batch, height, width, channels]` to maps of the same height and width. */
export type Predict = (images: tf.Tensor4D) => tf.Tensor4D;

/** Axes of the four flips: none, columns (left and right), rows (top and bottom), both. */
export const FLIPS: readonly (readonly number[])[] = [[], [2], [1], [1, 2]];

/** Flips images along some axes. Flipping twice restores them bit by bit. */
export const flip = (x: tf.Tensor4D, axes: readonly number[]): tf.Tensor4D =>
  axes.length === 0 ? tf.clone(x) : tf.reverse(x, [...axes]);

/**
 * Wraps a prediction in test-time augmentation: predicts the four flips, flips the results back and averages them.
 *
 * @see MSA-UNet, 2021, test-time augmentation
 */
export function averageOverFlips(predict: Predict): Predict {
  return (images) =>
    tf.tidy(() => {
      const views = FLIPS.map((axes) => tf.tidy(() => flip(predict(flip(images, axes)), axes)));
      return tf.mul<tf.Tensor4D>(tf.addN(views), 1 / views.length);
    });
}
