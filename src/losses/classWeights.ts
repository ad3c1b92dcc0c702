import * as tf from '@tensorflow/tfjs';

import { requireNonNegative } from '../utils/check';
import { invalidOption } from '../utils/errors';

/** Throws unless each weight is at least 0, and one is above 0. */
export function requireClassWeights(owner: string, weights: readonly number[] | undefined): void {
  if (weights === undefined) return;
  for (const weight of weights) requireNonNegative(owner, 'classWeights', weight);
  if (!weights.some((weight) => weight > 0))
    throw invalidOption(owner, 'classWeights', 'above 0 for at least one class', weights);
}

/**
 * Makes the weights a tensor `[channels]`, scaled so that the largest is 1; all are 1 by default. Throws OptionError if there
 * is not one for each channel.
 */
export function weightPerChannel(owner: string, weights: readonly number[] | undefined, channels: number): tf.Tensor1D {
  if (weights === undefined) return tf.ones([channels]);
  if (weights.length !== channels)
    throw invalidOption(owner, 'classWeights', `a weight for each of the ${channels} channels`, weights);
  const largest = Math.max(...weights);
  return tf.tensor1d(weights.map((weight) => weight / largest));
}
