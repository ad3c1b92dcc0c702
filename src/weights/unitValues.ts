import * as tf from '@tensorflow/tfjs';

import { invalidOption } from '../utils/errors';
import type { EncoderUnit, Role } from './encoderUnits';
import type { NamedWeights } from './namedWeights';
import type { SourceNames } from './sourceNames';

/** Per-channel normalisation of a network's images: `(level - mean) / std` with levels from 0 to 1. */
export interface ImageNormalization {
  /** Mean to subtract. */
  readonly mean: readonly number[];
  /** Standard deviation to divide by, above 0. */
  readonly std: readonly number[];
}

/** Throws unless there are one mean and one deviation per channel of the first convolution. */
export function requireNormalization({ mean, std }: ImageNormalization, channels: number): void {
  const isLegal = [mean, std].every((list) => list.length === channels && list.every(Number.isFinite));
  if (!isLegal || !std.every((value) => value > 0))
    throw invalidOption(
      'importEncoderWeights',
      'normalization',
      `${channels} means and ${channels} deviations above 0, or null`,
      { mean, std },
    );
}

/** Computes the values of a unit's weights from those that a library stored for it. */
export function unitValues(
  { path, weights: own, epsilon }: EncoderUnit,
  weights: NamedWeights,
  { names, normalization }: { names: SourceNames; normalization: ImageNormalization | null },
): Record<Role, tf.Tensor> {
  const { bias, ...unit } = names.unit(path);
  const tensor = (name: string) => tf.tensor(weights.get(name)!.data, [...weights.get(name)!.shape]);
  let kernel = names.layout === 'hwio' ? tensor(unit.kernel) : channelsLast(tensor(unit.kernel), isDepthwise(path));
  let mean = tensor(unit.mean);
  if (bias) mean = tf.sub(mean, tensor(bias)); // the normalisation subtracts both
  if (normalization) {
    const perChannel = (values: readonly number[]) => tf.tensor([...values], [1, 1, values.length, 1]);
    kernel = tf.div(kernel, perChannel(normalization.std));
    mean = tf.add(mean, tf.sum(tf.mul(kernel, perChannel(normalization.mean)), [0, 1, 2]));
  }
  if (own.kernel.shape[2] === 1) kernel = tf.sum(kernel, 2, true); // grey has three equal channels
  return {
    kernel,
    gamma: tensor(unit.gamma),
    beta: tensor(unit.beta),
    mean,
    variance: tf.add(tensor(unit.variance), names.epsilon - epsilon),
  };
}

/** Returns whether the unit at this path is depthwise. */
export const isDepthwise = (path: string): boolean => path.endsWith('depthwise');

/**
 * Converts PyTorch's [out, in, height, width], for depthwise kernels [channels, 1, height, width], to the layout of
 * tfjs.
 */
const channelsLast = (kernel: tf.Tensor, depthwise: boolean) =>
  tf.transpose(kernel, depthwise ? [2, 3, 0, 1] : [2, 3, 1, 0]);
