import * as tf from '@tensorflow/tfjs';

import { deriveSeed } from '../utils/random';

/** The seed as tfjs's initialisers expect it: absent for a random one, and never 0, which they treat as absent. */
const seeded = (seed: number | null) => (seed === null ? {} : { seed: seed === 0 ? deriveSeed(0, 'kernel') : seed });

/**
 * He initialisation on the fan-in of a kernel [height, width, channels, filters].
 *
 * A normal distribution truncated at two standard deviations and rescaled, so that its standard deviation is exactly
 * √(2 / fanIn). tfjs's own `heNormal` omits the divisor 0.87963.
 *
 * @see He et al., Delving Deep into Rectifiers, 2015, https://arxiv.org/abs/1502.01852, Eq. 10
 */
export const heNormal = (seed: number | null) =>
  tf.initializers.varianceScaling({ scale: 2 / 0.87963 ** 2, mode: 'fanIn', distribution: 'normal', ...seeded(seed) });

/** {@link heNormal} for depthwise and transposed kernels, whose fan-in does not follow from their shape. */
export const heNormalFor = (fanIn: number, seed: number | null) =>
  tf.initializers.truncatedNormal({ mean: 0, stddev: Math.sqrt(2 / fanIn) / 0.87963, ...seeded(seed) });
