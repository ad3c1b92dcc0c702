import type * as tf from '@tensorflow/tfjs';

import { encoderLayers } from './encoderLayers';

/** Roles of the weights of a unit, a convolution with its normalisation. */
export const roles = ['kernel', 'gamma', 'beta', 'mean', 'variance'] as const;

/** One of {@link roles}. */
export type Role = (typeof roles)[number];

/** Convolution of an encoder and the normalisation after it. */
export interface EncoderUnit {
  /** Path of blocks and part: `block2/expand`. */
  readonly path: string;
  readonly weights: Record<Role, tf.LayerVariable>;
  /** Added to the variance before the square root. */
  readonly epsilon: number;
}

const ends: Record<Role, string> = {
  kernel: 'conv/kernel',
  gamma: 'bn/gamma',
  beta: 'bn/beta',
  mean: 'bn/moving_mean',
  variance: 'bn/moving_variance',
};

/** Lists the units of a model's encoder, in computation order. */
export function encoderUnits(model: tf.LayersModel): EncoderUnit[] {
  return encoderLayers(model).flatMap((layer) => {
    const weights = new Map(layer.weights.map((weight) => [weight.originalName, weight]));
    const kernels = [...weights.keys()].filter((name) => name.endsWith(`/${ends.kernel}`));
    const epsilon = Number(layer.getConfig().epsilon);
    return kernels.map((kernel) => {
      const path = kernel.slice(0, -ends.kernel.length - 1);
      const found = roles.map((role) => [role, weights.get(`${path}/${ends[role]}`)!] as const);
      return { path, weights: Object.fromEntries(found) as EncoderUnit['weights'], epsilon };
    });
  });
}
