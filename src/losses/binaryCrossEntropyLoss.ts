import * as tf from '@tensorflow/tfjs';
import { requireKnown } from '../utils/check';

import { requireSameShape } from '../utils/requireSameShape';
import type { Loss, LossOptions } from './loss';
import { sumPixels } from './sumPixels';

/**
 * Makes the binary cross-entropy loss: the mean over all pixels of −(y log p + (1 − y) log(1 − p)), with natural
 * logarithms.
 *
 * Masks and predictions `[batch, …, channels]` → scalar. Masks are 0 or 1, or soft labels in between; see
 * {@link checkMasks}. With more than one channel it is the categorical cross-entropy −Σ y log p, averaged over pixels.
 * Options: {@link LossOptions}.
 *
 * Differs from the paper: 1e-7 is added inside each logarithm. A pixel then costs at most 16.1, and saturated
 * probabilities keep a gradient, which clipping would remove.
 *
 * @throws OptionError (the loss) if the shapes differ
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
export function binaryCrossEntropyLoss({ fromLogits = false, ...others }: LossOptions = {}): Loss {
  requireKnown<LossOptions>('binaryCrossEntropyLoss', others, { fromLogits });
  return (yTrue, yPred) =>
    tf.tidy(() => {
      requireSameShape('binaryCrossEntropyLoss', yTrue, yPred);
      const channels = yPred.shape.at(-1)!;
      const logLikelihood = channels === 1 ? bernoulli : categorical;
      const total = sumPixels(logLikelihood(yTrue, yPred, fromLogits), 0).sum();
      return total.div<tf.Scalar>(-yPred.size / channels);
    });
}

const EPSILON = 1e-7;

function bernoulli(y: tf.Tensor, prediction: tf.Tensor, fromLogits: boolean): tf.Tensor {
  if (fromLogits) {
    const z = prediction;
    return z.mul(y).sub(z.relu()).sub(z.abs().neg().softplus()); // Eq. 5, p = 1 / (1 + exp(−z)), softplus log(1 + exp(·))
  }
  const p = prediction;
  const q = tf.sub(1, p); // exact for p ≥ 0.5; 1 + 1e-7 − p would not be
  return y.mul(p.add(EPSILON).log()).add(tf.sub(1, y).mul(q.add(EPSILON).log())); // Eq. 5
}

function categorical(y: tf.Tensor, prediction: tf.Tensor, fromLogits: boolean): tf.Tensor {
  return y.mul(fromLogits ? prediction.logSoftmax() : prediction.add(EPSILON).log());
}
