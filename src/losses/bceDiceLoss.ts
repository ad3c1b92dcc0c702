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
 * Makes the paper's loss: α × {@link binaryCrossEntropyLoss} + β × {@link diceLoss}.
 *
 * Masks and predictions `[batch, …, channels]` → scalar. Options: {@link BceDiceLossOptions}.
 *
 * @throws OptionError if a weight, `smooth` or `reduction` is out of range; the loss itself if the shapes differ
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Eq. 7
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { bceDiceLoss } from 'msa-unet';
 *
 * const loss = bceDiceLoss({ alpha: 0.5, beta: 1 });
 * const mask = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const prediction = tf.tensor4d([0.9, 0.8, 0.2, 0.1], [1, 2, 2, 1]);
 * console.log(loss(mask, prediction).arraySync().toFixed(3)); // 0.202
 * ```
 */
export function bceDiceLoss({ alpha = 0.5, beta = 1, ...options }: BceDiceLossOptions = {}): Loss {
  const { smooth, reduction, fromLogits, regions, partialLabels, classWeights, ...others } = options;
  const ofBoth = { fromLogits, regions, partialLabels, classWeights };
  requireKnown<BceDiceLossOptions>('bceDiceLoss', others, { alpha, beta, smooth, reduction, ...ofBoth });
  for (const [name, weight] of Object.entries({ alpha, beta })) requireNonNegative('bceDiceLoss', name, weight);
  const bce = binaryCrossEntropyLoss(ofBoth);
  const dice = diceLoss({ smooth, reduction, ...ofBoth });
  return (yTrue, yPred) => tf.tidy(() => bce(yTrue, yPred).mul(alpha).add<tf.Scalar>(dice(yTrue, yPred).mul(beta))); // Eq. 7
}
