import * as tf from '@tensorflow/tfjs';

import { requireNonNegative } from '../utils/check';
import { invalidOption } from '../utils/errors';
import type { Loss } from './loss';

/**
 * One loss for every head of a network with deep supervision, so that their sum, which is what tfjs minimises, is the
 * weighted mean over the heads.
 *
 * @param headWeights the weight of each head, at least 0, in their order; only their ratios matter
 * @example `model.compile({ optimizer, loss: deepSupervision(bceDiceLoss()) });
 *   await model.fit(x, [y, y, y, y]);`
 * @throws RangeError if a weight is not legal, or all are 0
 * @see Zhou et al., UNet++, 2018, https://arxiv.org/abs/1807.10165, Section 2.2
 */
export function deepSupervision(loss: Loss, headWeights: readonly number[] = [1, 1, 1, 1]): Loss[] {
  for (const weight of headWeights) requireNonNegative('deepSupervision', 'headWeights', weight);
  const sum = headWeights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) throw invalidOption('deepSupervision', 'headWeights', 'above 0 for one head at least', headWeights);
  return headWeights.map((weight) => (yTrue, yPred) => tf.tidy(() => loss(yTrue, yPred).mul<tf.Scalar>(weight / sum)));
}
