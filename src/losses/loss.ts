import type * as tf from '@tensorflow/tfjs';

/**
 * Loss function, as `model.compile({ loss })` expects it: masks and predictions, both `[batch, …, channels]` → scalar.
 *
 * One channel is a single mask; several are one-hot classes with class 0 as background.
 */
export type Loss = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Scalar;

/** Options of every loss. */
export interface LossOptions {
  /**
   * Whether predictions are logits (`activation: 'linear'`) instead of probabilities. Logits stay exact for very
   * confident predictions, where float32 probabilities saturate at 1. @defaultValue `false`
   */
  fromLogits?: boolean;
}
