import * as tf from '@tensorflow/tfjs';

import { requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import type { Loss } from './loss';
import { meanOfClasses } from './overlap';
import { requireTverskyOptions, type TverskyLossOptions, tverskyIndex } from './tverskyLoss';

/** Options of {@link focalTverskyLoss}. */
export interface FocalTverskyLossOptions extends TverskyLossOptions {
  /** γ, at least 1: the loss of a class is (1 − index)^(1/γ). 1 is {@link tverskyLoss}. @defaultValue `4 / 3` */
  gamma?: number;
}

/**
 * Makes the focal Tversky loss: the mean over classes of (1 − Tversky index)^(1/γ). Compared with {@link tverskyLoss}, it has a
 * steeper gradient for classes that are nearly right, so that small structures keep improving.
 *
 * Masks and predictions `[batch, …, channels]` → scalar. Options: {@link FocalTverskyLossOptions}.
 *
 * Differs from the paper: α weighs false positives and β false negatives, as in {@link tverskyLoss}; the paper has them
 * the other way round. It takes the mean over classes, the paper the sum. An index above 1 − 1e-7 counts as 1 − 1e-7,
 * since the gradient of a perfect prediction would be infinite.
 *
 * @throws OptionError if an option is out of range; the loss itself if the shapes differ, or if there is not one weight
 *   for each channel
 * @see Abraham and Khan, A novel focal Tversky loss function with improved attention U-Net for lesion segmentation,
 *   2019, https://arxiv.org/abs/1810.07842, Eq. 4
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { focalTverskyLoss } from 'msa-unet';
 *
 * const mask = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const missed = tf.tensor4d([1, 0, 0, 0], [1, 2, 2, 1]);
 * console.log(focalTverskyLoss({ smooth: 0 })(mask, missed).arraySync().toFixed(3)); // 0.514
 * ```
 */
export function focalTverskyLoss({
  gamma = 4 / 3,
  alpha = 0.3,
  beta = 0.7,
  smooth = 1,
  reduction = 'batch',
  ...others
}: FocalTverskyLossOptions = {}): Loss {
  const { fromLogits, regions, partialLabels, classWeights, ...unknown } = others;
  const options = { alpha, beta, smooth, reduction, fromLogits, regions, partialLabels, classWeights };
  requireKnown<FocalTverskyLossOptions>('focalTverskyLoss', unknown, { gamma, ...options });
  if (!(gamma >= 1 && Number.isFinite(gamma)))
    throw invalidOption('focalTverskyLoss', 'gamma', 'a number of at least 1', gamma);
  requireTverskyOptions('focalTverskyLoss', options);
  return (yTrue, yPred) =>
    tf.tidy(() => {
      const missed = tf.sub(1, tverskyIndex('focalTverskyLoss', yTrue, yPred, options));
      return meanOfClasses('focalTverskyLoss', missed.maximum(EPSILON).pow(1 / gamma), yTrue, options); // Eq. 4
    });
}

const EPSILON = 1e-7;
