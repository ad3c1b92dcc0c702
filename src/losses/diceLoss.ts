import * as tf from '@tensorflow/tfjs';

import { requireKnown, requireNonNegative, requireOneOf } from '../utils/check';
import { foreground } from '../utils/foreground';
import { probabilities } from '../utils/probabilities';
import { requireSameShape } from '../utils/requireSameShape';
import type { Loss, LossOptions } from './loss';
import { sumPixels } from './sumPixels';

/** Options of {@link diceLoss}. */
export interface DiceLossOptions extends LossOptions {
  /**
   * Smoothing term added to numerator and denominator, in pixels; keeps empty slices from being 0/0. 0: off.
   * @defaultValue `1`
   */
  smooth?: number;
  /** Whether the sums run over the whole batch, or over each image, followed by a mean. @defaultValue `'batch'` */
  reduction?: 'batch' | 'image';
}

/**
 * Makes the soft Dice loss: 1 − (2 Σ p y + smooth) / (Σ p + Σ y + smooth), from 0 (perfect) to 1.
 *
 * Masks and predictions `[batch, …, channels]` → scalar. Masks are 0 or 1, or soft labels in between; see
 * {@link checkMasks}. With more than one channel, it is the mean over all classes but class 0. Options:
 * {@link DiceLossOptions}.
 *
 * Differs from the paper: Eq. 6 has no `smooth` and is 0/0 where mask and prediction are empty.
 *
 * @throws OptionError if `smooth` or `reduction` is out of range; the loss itself if the shapes differ
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
  fromLogits = false,
  smooth = 1,
  reduction = 'batch',
  ...others
}: DiceLossOptions = {}): Loss {
  requireKnown<DiceLossOptions>('diceLoss', others, { fromLogits, smooth, reduction });
  requireNonNegative('diceLoss', 'smooth', smooth);
  requireOneOf('diceLoss', 'reduction', reduction, ['batch', 'image']);
  const firstAxis = reduction === 'batch' ? 0 : 1;
  return (yTrue, yPred) =>
    tf.tidy(() => {
      requireSameShape('diceLoss', yTrue, yPred);
      const p = fromLogits ? probabilities(yPred) : yPred;
      const both = sumPixels(p.mul(yTrue), firstAxis);
      const each = sumPixels(p.add(yTrue), firstAxis); // not of the mask alone: WebGPU cannot transpose integers
      const dice = both.mul(2).add(smooth).div(each.add(smooth)); // Eq. 6
      return tf.sub<tf.Scalar>(1, foreground(dice).mean());
    });
}
