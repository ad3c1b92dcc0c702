import * as tf from '@tensorflow/tfjs';

import { deriveSeed } from '../utils/random';

/** `seed` as tfjs's initialisers take it: absent for a new draw every time, and never the 0 that they take for absent. */
const seeded = (seed: number | null) => (seed === null ? {} : { seed: seed === 0 ? deriveSeed(0, 'kernel') : seed });

/**
 * He initialisation on the fan-in of a kernel [height, width, channels, filters].
 *
 * A normal distribution cut at two deviations and rescaled, so that its deviation really is √(2 / fanIn); tfjs's own
 * `heNormal` leaves the divisor 0.87963 out.
 *
 * @see He et al., Delving Deep into Rectifiers, 2015, https://arxiv.org/abs/1502.01852, Eq. 10
 */
export const heNormal = (seed: number | null) =>
  tf.initializers.varianceScaling({ scale: 2 / 0.87963 ** 2, mode: 'fanIn', distribution: 'normal', ...seeded(seed) });

/** {@link heNormal} for a depthwise kernel or a transposed one, whose shape does not tell its fan-in. */
export const heNormalFor = (fanIn: number, seed: number | null) =>
  tf.initializers.truncatedNormal({ mean: 0, stddev: Math.sqrt(2 / fanIn) / 0.87963, ...seeded(seed) });
