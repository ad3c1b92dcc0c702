import * as tf from '@tensorflow/tfjs';

import { requireKnown, requireRange } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { requireClassWeights } from './classWeights';
import { crossEntropy } from './crossEntropy';
import type { ClassWeights, Loss, LossOptions } from './loss';

/** Options of {@link focalLoss}. */
export interface FocalLossOptions extends LossOptions, ClassWeights {
  /** Exponent γ: 0 (plain cross-entropy), or at least 1; below 1 the gradient of a certain pixel is infinite. @defaultValue `2` */
  gamma?: number;
  /**
   * Weight α of pixels inside a mask, from 0 to 1; those outside weigh 1 − α. For one mask and for regions; exclusive
   * classes take `classWeights`. `null`: all weigh 1. @defaultValue `null`
   */
  alpha?: number | null;
}

/**
 * Makes the focal loss: the mean over all pixels of −(1 − pₜ)^γ log pₜ, where pₜ is the predicted probability of what
 * the pixel is. Pixels that the network is sure of count little, so rare and difficult ones lead the training.
 *
 * Masks and predictions `[batch, …, channels]` → scalar. Options: {@link FocalLossOptions}.
 *
 * @throws OptionError if γ, α or a weight is out of range; the loss itself if the shapes differ, if there is not one
 *   weight for each channel, or if α meets exclusive classes
 * @see Lin et al., Focal loss for dense object detection, 2017, https://arxiv.org/abs/1708.02002, Eqs. 4 and 5
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { focalLoss } from 'msa-unet';
 *
 * const mask = tf.tensor4d([1, 0], [1, 1, 2, 1]);
 * const prediction = tf.tensor4d([0.5, 0.1], [1, 1, 2, 1]);
 * console.log(focalLoss({ gamma: 2 })(mask, prediction).arraySync().toFixed(3)); // 0.087
 * ```
 */
export function focalLoss({
  gamma = 2,
  alpha = null,
  fromLogits,
  regions,
  partialLabels,
  classWeights,
  ...others
}: FocalLossOptions = {}): Loss {
  const options = { gamma, alpha, fromLogits, regions, partialLabels, classWeights };
  requireKnown<FocalLossOptions>('focalLoss', others, options);
  if (!(gamma === 0 || (gamma >= 1 && Number.isFinite(gamma))))
    throw invalidOption('focalLoss', 'gamma', '0, or a number of at least 1', gamma);
  if (alpha !== null) requireRange('focalLoss', 'alpha', alpha, 0, 1);
  requireClassWeights('focalLoss', classWeights);
  return (yTrue, yPred) => {
    const channels = yPred.shape.at(-1)!;
    if (alpha !== null && channels > 1 && !regions)
      throw invalidOption(
        'focalLoss',
        'alpha',
        `null with ${channels} exclusive classes, which take classWeights`,
        alpha,
      );
    return tf.tidy(() => crossEntropy('focalLoss', yTrue, yPred, options));
  };
}
