import type * as tf from '@tensorflow/tfjs';

import { show } from './errors';
import { OptionError } from './optionError';

/** Throws unless the input is a map [batch, height, width, channels]. */
export function requireMap(owner: string, shape: tf.Shape): void {
  if (shape.length !== 4)
    throw unfit(owner, 'input', `expected a map [batch, height, width, channels]; received ${show(shape)}`, shape);
}

/** Throws unless the first map is twice as high and wide as the second; open sides are checked at run time. */
export function requireTwice(owner: string, low: tf.Shape, high: tf.Shape): void {
  const fits = (axis: number) => low[axis] === null || high[axis] === null || low[axis] === 2 * high[axis]!;
  if (fits(1) && fits(2)) return;
  const sizes = `${low[1]}×${low[2]} and ${high[1]}×${high[2]}`;
  const problem = `the first map must be twice as high and wide as the second; received ${sizes}`;
  throw unfit(owner, 'inputs', problem, [low, high]);
}

const unfit = (owner: string, option: string, problem: string, received: unknown) =>
  new OptionError({ owner, option, expected: 'maps of the right shape', received, problem });

/** Returns the shapes of a layer's inputs, which tfjs passes bare if there is only one. */
export const shapesOf = (shape: tf.Shape | tf.Shape[]): tf.Shape[] =>
  (Array.isArray(shape[0]) ? shape : [shape]) as tf.Shape[];
