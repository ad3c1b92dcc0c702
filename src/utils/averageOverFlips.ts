import * as tf from '@tensorflow/tfjs';

import { type ChannelPair, swapChannels } from './swapChannels';

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
 * @param predict is called once with `[4 · batch, height, width, channels]`: all images, flipped along each of
 * {@link FLIPS} in turn
 * @param mirrored pairs of channels that are mirror images of each other: one flip swaps them, two are a rotation
 * @see MSA-UNet, 2021, test-time augmentation
 */
export function averageOverFlips(predict: Predict, mirrored: readonly ChannelPair[] = []): Predict {
  return (images) =>
    tf.tidy(() => {
      const predictions = tf.tidy(() => predict(tf.concat(FLIPS.map((axes) => flip(images, axes)))));
      const views = flipsOf(predictions).map((view, i) => {
        const restored = flip(view, FLIPS[i]!);
        return FLIPS[i]!.length === 1 ? swapChannels(restored, mirrored) : restored;
      });
      return tf.mul<tf.Tensor4D>(tf.addN(views), 1 / views.length);
    });
}

/** Splits the batch of {@link averageOverFlips} into its flips. */
export const flipsOf = (views: tf.Tensor4D): tf.Tensor4D[] => tf.split(views, FLIPS.length);
