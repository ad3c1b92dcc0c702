import * as tf from '@tensorflow/tfjs';

import { requireKnown } from '../utils/check';
import type { Loss, OverlapLossOptions } from './loss';
import { comparedMaps, requireOverlapOptions } from './overlap';
import { sumPixels } from './sumPixels';

/** Options of {@link generalisedDiceLoss}. */
export interface GeneralisedDiceLossOptions extends OverlapLossOptions {}

/**
 * Makes the generalised Dice loss: 1 − (2 Σ w Σ p y + smooth) / (Σ w Σ (p + y) + smooth), where the outer sums run over
 * all classes, background included, and w is 1 / (Σ y)², so that a class counts alike whatever its size.
 *
 * Masks and predictions `[batch, …, channels]` → scalar. Options: {@link GeneralisedDiceLossOptions}.
 *
 * Differs from the paper: weights are scaled so that the smallest class that is present has 1, which changes nothing but
 * gives `smooth` its meaning in pixels; a class that is absent has the weight of the smallest one, instead of 1/0.
 *
 * @throws OptionError if `smooth` or `reduction` is out of range; the loss itself if the shapes differ
 * @see Sudre et al., Generalised Dice overlap as a deep learning loss function for highly unbalanced segmentations, 2017,
 *   https://arxiv.org/abs/1707.03237, Section 2.1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { generalisedDiceLoss } from 'msa-unet';
 *
 * const mask = tf.tensor4d([1, 0, 1, 0, 1, 0, 0, 1], [1, 2, 2, 2]); // three pixels of background, one of liver
 * const undecided = tf.fill([1, 2, 2, 2], 0.5);
 * console.log(generalisedDiceLoss({ smooth: 0 })(mask, undecided).arraySync().toFixed(3)); // 0.625
 * ```
 */
export function generalisedDiceLoss({
  smooth = 1,
  reduction = 'batch',
  fromLogits,
  regions,
  partialLabels,
  ...others
}: GeneralisedDiceLossOptions = {}): Loss {
  const options = { smooth, reduction, fromLogits, regions, partialLabels };
  requireKnown<GeneralisedDiceLossOptions>('generalisedDiceLoss', others, options);
  requireOverlapOptions('generalisedDiceLoss', options);
  const firstAxis = reduction === 'batch' ? 0 : 1;
  return (yTrue, yPred) =>
    tf.tidy(() => {
      const { y, p } = comparedMaps('generalisedDiceLoss', yTrue, yPred, options);
      const weights = inverseSquares(sumPixels(y.toFloat(), firstAxis));
      const sumClasses = (map: tf.Tensor) => sumPixels(map, firstAxis).mul(weights).sum(-1);
      const dice = sumClasses(p.mul(y))
        .mul(2)
        .add(smooth)
        .div(sumClasses(p.add(y)).add(smooth));
      return tf.sub<tf.Scalar>(1, dice.mean());
    });
}

/** 1 / size², relative to that of the smallest class: `[…, channels]`. */
function inverseSquares(sizes: tf.Tensor): tf.Tensor {
  const isPresent = sizes.greater(0);
  const smallest = tf.where(isPresent, sizes, tf.fill(sizes.shape, Number.MAX_SAFE_INTEGER)).min(-1, true);
  return smallest.div(tf.where(isPresent, sizes, smallest.add(tf.zerosLike(sizes)))).square();
}
