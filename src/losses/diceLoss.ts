import * as tf from '@tensorflow/tfjs';

import { requireKnown, requireNonNegative, requireOneOf } from '../utils/check';
import { foreground } from '../utils/foreground';
import { probabilities } from '../utils/probabilities';
import { requireSameShape } from '../utils/requireSameShape';
import type { Loss, LossOptions } from './loss';
import { sumPixels } from './sumPixels';

/** Options of {@link diceLoss}. */
export interface DiceLossOptions extends LossOptions {
  /** Added above and below the fraction, in pixels, so that an empty slice is not 0/0; 0 switches it off. @defaultValue `1` */
  smooth?: number;
  /** Take the sums over the whole batch, or over each image and then the mean of the images. @defaultValue `'batch'` */
  reduction?: 'batch' | 'image';
}

/**
 * Soft Dice loss: 1 − (2 Σ p y + smooth) / (Σ p + Σ y + smooth), from 0 (perfect) to 1.
 *
 * Masks and predictions `[batch, …, channels]` → scalar. Masks are 0 or 1, or soft labels between; see
 * {@link checkMasks}. With more than one channel: the mean over the classes without class 0.
 *
 * Differs from the paper: its Eq. 6 has no `smooth` and is 0/0 where mask and prediction are empty.
 *
 * @throws RangeError if `smooth` or `reduction` is not legal; RangeError (the loss) if the shapes differ
 * @see https://doi.org/10.1186/s12911-021-01649-w, Eq. 6
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
      const each = sumPixels(p.add(yTrue), firstAxis); // never of the mask alone: WebGPU cannot transpose integers
      const dice = both.mul(2).add(smooth).div(each.add(smooth)); // Eq. 6
      return tf.sub<tf.Scalar>(1, foreground(dice).mean());
    });
}
