import type * as tf from '@tensorflow/tfjs';

/**
 * A loss, as `model.compile({ loss })` and gradients take it: masks and predictions, both `[batch, …, channels]`, to one
 * number. One channel is a single mask; more are one-hot classes, class 0 being the background.
 */
export type Loss = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Scalar;

/** What every loss can be told. */
export interface LossOptions {
  /**
   * The predictions are logits (`activation: 'linear'`) instead of probabilities: exact however sure the network is,
   * where probabilities end at float32's step below 1. @defaultValue `false`
   */
  fromLogits?: boolean;
}
