import * as tf from '@tensorflow/tfjs';

import { registerLayers } from '../layers/registerLayers';
import { SizeGuard } from '../layers/sizeGuard';
import { requireInteger } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { requireDivisible } from '../utils/requireDivisible';

/** What a network takes: sides in pixels, `null` for one that is known when data come, and channels. */
export type InputShape = [height: number | null, width: number | null, channels: number];

/** What a network asks of both sides of an image, in pixels. */
interface Sides {
  multiple: number;
  atLeast?: number;
}

/**
 * Where every network of this library begins. Known sides are checked now, `null` ones when data come.
 *
 * @returns the `image` that the model takes, and the same behind the check, for the first stage
 * @throws RangeError if a side is not legal; the message names the size to pad to
 */
export function inputImage(
  owner: string,
  shape: InputShape,
  { multiple, atLeast = multiple }: Sides,
): { image: Node; checked: Node } {
  requireDivisible(owner, shape, multiple, atLeast);
  requireInteger(owner, 'channels', shape[2]);
  registerLayers();
  const image = tf.input({ name: 'image', shape });
  return { image, checked: node(new SizeGuard({ name: 'size', multiple, atLeast }))(image) };
}
