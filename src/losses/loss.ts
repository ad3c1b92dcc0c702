import type * as tf from '@tensorflow/tfjs';

/**
 * Loss function, as `model.compile({ loss })` expects it: masks and predictions, both `[batch, …, channels]` → scalar.
 *
 * One channel is a single mask; several are one-hot classes with class 0 as background, or regions that may overlap.
 */
export type Loss = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Scalar;

/** Options of every loss. */
export interface LossOptions {
  /**
   * Whether predictions are logits (`activation: 'linear'`) instead of probabilities. Logits stay exact for very
   * confident predictions, where float32 probabilities saturate at 1. @defaultValue `false`
   */
  fromLogits?: boolean;
  /**
   * Whether channels are regions that may overlap, as a liver and its tumours do: each is a mask of its own, predicted
   * by a sigmoid. Otherwise they are exclusive classes with class 0 as background, predicted by a softmax.
   * @defaultValue `false`
   */
  regions?: boolean;
  /**
   * Whether masks may hold −1: nobody has drawn this class here. A region is left out there. Of exclusive classes, a
   * pixel may be any that is −1 there (Shi et al., 2021, https://doi.org/10.1016/j.media.2021.101979, Eq. 3); a pixel
   * of nothing but −1 is ignored. @defaultValue `false`
   */
  partialLabels?: boolean;
}

/** Options of the losses that compare areas. */
export interface OverlapLossOptions extends LossOptions {
  /**
   * Smoothing term added to numerator and denominator, in pixels; keeps empty slices from being 0/0. 0: off.
   * @defaultValue `1`
   */
  smooth?: number;
  /** Whether the sums run over the whole batch, or over each image, followed by a mean. @defaultValue `'batch'` */
  reduction?: 'batch' | 'image';
}

/** Options of losses that weigh their classes. */
export interface ClassWeights {
  /**
   * Weight of each channel, ≥ 0, at least one of them above 0; only their ratios matter. The Dice and Tversky losses of
   * exclusive classes leave class 0 out, whatever its weight. @defaultValue all equal
   */
  classWeights?: readonly number[];
}
