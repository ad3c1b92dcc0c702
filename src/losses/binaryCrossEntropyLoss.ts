import * as tf from '@tensorflow/tfjs';

import { requireKnown } from '../utils/check';
import { requireClassWeights } from './classWeights';
import { crossEntropy } from './crossEntropy';
import type { ClassWeights, Loss, LossOptions } from './loss';

/** Options of {@link binaryCrossEntropyLoss}. */
export interface BinaryCrossEntropyLossOptions extends LossOptions, ClassWeights {}

/**
 * Makes the binary cross-entropy loss: the mean over all pixels of −(y log p + (1 − y) log(1 − p)), with natural
 * logarithms.
 *
 * Masks and predictions `[batch, …, channels]` → scalar. Masks are 0 or 1, or soft labels in between; see
 * {@link checkMasks}. With several exclusive classes it is the categorical cross-entropy −Σ y log p, averaged over
 * pixels; with `regions`, it is averaged over channels too. `classWeights` make the mean a weighted one, as in PyTorch.
 * Options: {@link BinaryCrossEntropyLossOptions}.
 *
 * Differs from the paper: 1e-7 is added inside each logarithm. A pixel then costs at most 16.1, and saturated
 * probabilities keep a gradient, which clipping would remove.
 *
 * @throws OptionError if a weight is out of range; the loss itself if the shapes differ, or if there is not one weight
 *   for each channel
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Eq. 5
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { binaryCrossEntropyLoss } from 'msa-unet';
 *
 * const mask = tf.tensor4d([1, 0], [1, 1, 2, 1]);
 * const undecided = tf.tensor4d([0.5, 0.5], [1, 1, 2, 1]);
 * console.log(binaryCrossEntropyLoss()(mask, undecided).arraySync().toFixed(3)); // 0.693
 * ```
 */
export function binaryCrossEntropyLoss({
  fromLogits,
  regions,
  partialLabels,
  classWeights,
  ...others
}: BinaryCrossEntropyLossOptions = {}): Loss {
  const options = { fromLogits, regions, partialLabels, classWeights };
  requireKnown<BinaryCrossEntropyLossOptions>('binaryCrossEntropyLoss', others, options);
  requireClassWeights('binaryCrossEntropyLoss', classWeights);
  return (yTrue, yPred) => tf.tidy(() => crossEntropy('binaryCrossEntropyLoss', yTrue, yPred, options));
}
