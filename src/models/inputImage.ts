import * as tf from '@tensorflow/tfjs';
import { registerLayers } from '../layers/registerLayers';
import { SizeGuard } from '../layers/sizeGuard';
import { requireInteger } from '../utils/check';
import { show } from '../utils/errors';
import { type Node, node } from '../utils/graph';
import { OptionError } from '../utils/optionError';
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
 * @throws OptionError if a side is not legal; the message names the size to pad to
 */
export function inputImage(
  owner: string,
  shape: InputShape,
  { multiple, atLeast = multiple }: Sides,
): { image: Node; checked: Node } {
  requireShape(owner, shape);
  requireDivisible(owner, shape, multiple, atLeast);
  requireInteger(owner, 'channels', shape[2]);
  registerLayers();
  const image = tf.input({ name: 'image', shape });
  return { image, checked: node(new SizeGuard({ name: 'size', multiple, atLeast }))(image) };
}

/** Throws where no size could be named to pad to. */
function requireShape(owner: string, shape: InputShape): void {
  const isSide = (side: unknown) => side === null || Number.isFinite(side);
  if (Array.isArray(shape) && shape.length <= 3 && isSide(shape[0]) && isSide(shape[1])) return;
  const received = Array.isArray(shape) ? `[${shape.map(show).join(', ')}]` : show(shape);
  const expected = '[height, width, channels], with null for a side that is open';
  throw new OptionError({ owner, option: 'inputShape', expected, received: shape, shown: received });
}
