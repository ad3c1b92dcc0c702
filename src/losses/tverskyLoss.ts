import * as tf from '@tensorflow/tfjs';

import { requireKnown, requireNonNegative } from '../utils/check';
import { invalidOption } from '../utils/errors';
import type { ClassWeights, Loss, OverlapLossOptions } from './loss';
import { comparedMaps, meanOfClasses, requireOverlapOptions } from './overlap';
import { sumPixels } from './sumPixels';

/** Options of {@link tverskyLoss}. */
export interface TverskyLossOptions extends OverlapLossOptions, ClassWeights {
  /** Weight α of false positives, ≥ 0. @defaultValue `0.3` */
  alpha?: number;
  /** Weight β of false negatives, ≥ 0; above α, the network misses less and marks more. @defaultValue `0.7` */
  beta?: number;
}

/**
 * Makes the Tversky loss: 1 − (TP + smooth) / (TP + α FP + β FN + smooth), from 0 (perfect) to 1, where TP = Σ p y,
 * FP = Σ p (1 − y) and FN = Σ (1 − p) y. α = β = 0.5 is the Dice loss with half its `smooth`.
 *
 * Masks and predictions `[batch, …, channels]` → scalar. With several exclusive classes it is the mean over all but
 * class 0; with `regions`, over all. Options: {@link TverskyLossOptions}.
 *
 * Differs from the paper: it has no `smooth` and is 0/0 where mask and prediction are empty.
 *
 * @throws OptionError if an option is out of range, or α and β are both 0; the loss itself if the shapes differ, or if
 *   there is not one weight for each channel
 * @see Salehi et al., Tversky loss function for image segmentation using 3D fully convolutional deep networks, 2017,
 *   https://arxiv.org/abs/1706.05721, Eq. 4
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { tverskyLoss } from 'msa-unet';
 *
 * const mask = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const missed = tf.tensor4d([1, 0, 0, 0], [1, 2, 2, 1]);
 * console.log(tverskyLoss({ smooth: 0 })(mask, missed).arraySync().toFixed(3)); // 0.412
 * ```
 */
export function tverskyLoss({
  alpha = 0.3,
  beta = 0.7,
  smooth = 1,
  reduction = 'batch',
  fromLogits,
  regions,
  partialLabels,
  classWeights,
  ...others
}: TverskyLossOptions = {}): Loss {
  const options = { alpha, beta, smooth, reduction, fromLogits, regions, partialLabels, classWeights };
  requireKnown<TverskyLossOptions>('tverskyLoss', others, options);
  requireTverskyOptions('tverskyLoss', options);
  return (yTrue, yPred) =>
    tf.tidy(() => {
      const missed = tf.sub(1, tverskyIndex('tverskyLoss', yTrue, yPred, options));
      return meanOfClasses('tverskyLoss', missed, yTrue, options);
    });
}

/** Throws if an option of {@link tverskyIndex} is out of range. */
export function requireTverskyOptions(
  owner: string,
  { alpha, beta, ...options }: TverskyLossOptions & { alpha: number; beta: number },
): void {
  for (const [name, weight] of Object.entries({ alpha, beta })) requireNonNegative(owner, name, weight);
  if (alpha === 0 && beta === 0) throw invalidOption(owner, 'beta', 'above 0 where alpha is 0', beta);
  requireOverlapOptions(owner, options);
}

/** Tversky index of each class, `[channels]`, or of each class of each image, `[batch, channels]`. */
export function tverskyIndex(
  owner: string,
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { alpha = 0.3, beta = 0.7, smooth = 1, reduction = 'batch', ...options }: TverskyLossOptions,
): tf.Tensor {
  const firstAxis = reduction === 'batch' ? 0 : 1;
  const { y, p } = comparedMaps(owner, yTrue, yPred, options);
  const hits = sumPixels(p.mul(y), firstAxis);
  const errors = sumPixels(p.mul(tf.sub(1, y)).mul(alpha).add(tf.sub(1, p).mul(y).mul(beta)), firstAxis);
  return hits.add(smooth).div(hits.add(errors).add(smooth)); // Eq. 4
}
