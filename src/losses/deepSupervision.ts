import * as tf from '@tensorflow/tfjs';

import { requireNonNegative } from '../utils/check';
import { invalidOption } from '../utils/errors';
import type { Loss } from './loss';

/**
 * Makes one loss per head of a network with deep supervision. tfjs minimises their sum, which is the weighted mean of
 * `loss` over the heads.
 *
 * @param headWeights the weight of each head, in the order of the outputs; at least 0, and only their ratios matter
 * @throws OptionError if a weight is negative, or all are 0
 * @see Zhou et al., UNet++, 2018, https://arxiv.org/abs/1807.10165, Section 2.2
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { bceDiceLoss, buildUnetPlusPlus, deepSupervision } from 'msa-unet';
 *
 * const model = buildUnetPlusPlus([32, 32, 1], { baseFilters: 2, depth: 2, deepSupervision: true });
 * model.compile({ optimizer: tf.train.adam(1e-3), loss: deepSupervision(bceDiceLoss(), [1, 1]) });
 * console.log(model.outputs.length); // 2
 * ```
 */
export function deepSupervision(loss: Loss, headWeights: readonly number[] = [1, 1, 1, 1]): Loss[] {
  for (const weight of headWeights) requireNonNegative('deepSupervision', 'headWeights', weight);
  const sum = headWeights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) throw invalidOption('deepSupervision', 'headWeights', 'above 0 for one head at least', headWeights);
  return headWeights.map((weight) => (yTrue, yPred) => tf.tidy(() => loss(yTrue, yPred).mul<tf.Scalar>(weight / sum)));
}
