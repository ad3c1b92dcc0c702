import type * as tf from '@tensorflow/tfjs';

import { show } from './errors';

/** Throws unless the input is a map [batch, height, width, channels]. */
export function requireMap(owner: string, shape: tf.Shape): void {
  if (shape.length !== 4)
    throw new RangeError(`${owner}: expected a map [batch, height, width, channels]; received ${show(shape)}`);
}

/** Throws unless the first map is twice as high and wide as the second; open sides are checked at run time. */
export function requireTwice(owner: string, low: tf.Shape, high: tf.Shape): void {
  const fits = (axis: number) => low[axis] === null || high[axis] === null || low[axis] === 2 * high[axis]!;
  if (fits(1) && fits(2)) return;
  throw new RangeError(
    `${owner}: the first map must be twice as high and wide as the second; ` +
      `received ${low[1]}×${low[2]} and ${high[1]}×${high[2]}`,
  );
}

/** Returns the shapes of a layer's inputs, which tfjs passes bare if there is only one. */
export const shapesOf = (shape: tf.Shape | tf.Shape[]): tf.Shape[] =>
  (Array.isArray(shape[0]) ? shape : [shape]) as tf.Shape[];
