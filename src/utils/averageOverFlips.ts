import * as tf from '@tensorflow/tfjs';

/** Maps images `[batch, height, width, channels]` to maps of the same height and width. */
export type Predict = (images: tf.Tensor4D) => tf.Tensor4D;

/** Axes that are turned round: none, the columns (left and right), the rows (top and bottom), both. */
export const FLIPS: readonly (readonly number[])[] = [[], [2], [1], [1, 2]];

/** The images turned round along some axes; doing it again gives them back bit by bit. */
export const flip = (x: tf.Tensor4D, axes: readonly number[]): tf.Tensor4D =>
  axes.length === 0 ? tf.clone(x) : tf.reverse(x, [...axes]);

/**
 * Predicts the four flips of the images, turns each prediction back and averages them.
 *
 * @see the paper, test-time augmentation
 */
export function averageOverFlips(predict: Predict): Predict {
  return (images) =>
    tf.tidy(() => {
      const views = FLIPS.map((axes) => tf.tidy(() => flip(predict(flip(images, axes)), axes)));
      return tf.mul<tf.Tensor4D>(tf.addN(views), 1 / views.length);
    });
}
