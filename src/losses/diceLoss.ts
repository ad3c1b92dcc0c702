import * as tf from '@tensorflow/tfjs';

import { requireKnown } from '../utils/check';
import type { ClassWeights, Loss, OverlapLossOptions } from './loss';
import { comparedMaps, meanOfClasses, requireOverlapOptions } from './overlap';
import { sumPixels } from './sumPixels';

/** Options of {@link diceLoss}. */
export interface DiceLossOptions extends OverlapLossOptions, ClassWeights {}

/**
 * Makes the soft Dice loss: 1 − (2 Σ p y + smooth) / (Σ p + Σ y + smooth), from 0 (perfect) to 1.
 *
 * Masks and predictions `[batch, …, channels]` → scalar. Masks are 0 or 1, or soft labels in between; see
 * {@link checkMasks}. With several exclusive classes it is the mean over all but class 0; with `regions`, over all. Options:
 * {@link DiceLossOptions}.
 *
 * Differs from the paper: Eq. 6 has no `smooth` and is 0/0 where mask and prediction are empty.
 *
 * @throws OptionError if `smooth`, `reduction` or a weight is out of range; the loss itself if the shapes differ, or if
 *   there is not one weight for each channel
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Eq. 6
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { diceLoss } from 'msa-unet';
 *
 * const mask = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const prediction = tf.tensor4d([1, 0, 0, 0], [1, 2, 2, 1]);
 * console.log(diceLoss({ smooth: 0 })(mask, prediction).arraySync().toFixed(3)); // 0.333
 * ```
 */
export function diceLoss({
  smooth = 1,
  reduction = 'batch',
  fromLogits,
  regions,
  partialLabels,
  classWeights,
  ...others
}: DiceLossOptions = {}): Loss {
  const options = { smooth, reduction, fromLogits, regions, partialLabels, classWeights };
  requireKnown<DiceLossOptions>('diceLoss', others, options);
  requireOverlapOptions('diceLoss', options);
  const firstAxis = reduction === 'batch' ? 0 : 1;
  return (yTrue, yPred) =>
    tf.tidy(() => {
      const { y, p } = comparedMaps('diceLoss', yTrue, yPred, options);
      const both = sumPixels(p.mul(y), firstAxis);
      const each = sumPixels(p.add(y), firstAxis); // not of the mask alone: WebGPU cannot transpose integers
      const dice = both.mul(2).add(smooth).div(each.add(smooth)); // Eq. 6
      return meanOfClasses('diceLoss', tf.sub(1, dice), yTrue, options);
    });
}
