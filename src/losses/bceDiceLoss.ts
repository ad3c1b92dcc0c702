import * as tf from '@tensorflow/tfjs';

import { requireKnown, requireNonNegative } from '../utils/check';
import { binaryCrossEntropyLoss } from './binaryCrossEntropyLoss';
import { type DiceLossOptions, diceLoss } from './diceLoss';
import type { Loss } from './loss';

/** Options of {@link bceDiceLoss}. */
export interface BceDiceLossOptions extends DiceLossOptions {
  /** Weight of the cross-entropy, ≥ 0; `α` in Eq. 7. @defaultValue `0.5` */
  alpha?: number;
  /** Weight of the Dice loss, ≥ 0; `β` in Eq. 7. @defaultValue `1` */
  beta?: number;
}

/**
 * The loss of the paper: α × {@link binaryCrossEntropyLoss} + β × {@link diceLoss}.
 *
 * Masks and predictions `[batch, …, channels]` → scalar.
 *
 * @throws RangeError if a weight, `smooth` or `reduction` is not legal; RangeError (the loss) if the shapes differ
 * @see https://doi.org/10.1186/s12911-021-01649-w, Eq. 7
 */
export function bceDiceLoss({
  alpha = 0.5,
  beta = 1,
  fromLogits,
  smooth,
  reduction,
  ...others
}: BceDiceLossOptions = {}): Loss {
  requireKnown<BceDiceLossOptions>('bceDiceLoss', others, { alpha, beta, fromLogits, smooth, reduction });
  for (const [name, weight] of Object.entries({ alpha, beta })) requireNonNegative('bceDiceLoss', name, weight);
  const bce = binaryCrossEntropyLoss({ fromLogits });
  const dice = diceLoss({ fromLogits, smooth, reduction });
  return (yTrue, yPred) => tf.tidy(() => bce(yTrue, yPred).mul(alpha).add<tf.Scalar>(dice(yTrue, yPred).mul(beta))); // Eq. 7
}
