import * as tf from '@tensorflow/tfjs';
import { registerLayers } from '../layers/registerLayers';
import { SizeGuard } from '../layers/sizeGuard';
import { requireInteger } from '../utils/check';
import { show } from '../utils/errors';
import { type Node, node } from '../utils/graph';
import { OptionError } from '../utils/optionError';
import { requireDivisible } from '../utils/requireDivisible';

/** Input shape of a network without the batch: height and width in pixels, `null` if they vary, and channels. */
export type InputShape = [height: number | null, width: number | null, channels: number];

/** Requirements of a network on both sides of an image, in pixels. */
interface Sides {
  multiple: number;
  atLeast?: number;
}

/**
 * Makes the input of a network. Fixed sides are checked now, `null` sides at run time.
 *
 * @returns `image`, the model's input, and `checked`, the same map behind the size check
 * @throws OptionError if a side is out of range or not a number; the message names the size to pad to
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

/** Throws for shapes for which no size to pad to exists. */
function requireShape(owner: string, shape: InputShape): void {
  const isSide = (side: unknown) => side === null || Number.isFinite(side);
  if (Array.isArray(shape) && shape.length <= 3 && isSide(shape[0]) && isSide(shape[1])) return;
  const received = Array.isArray(shape) ? `[${shape.map(show).join(', ')}]` : show(shape);
  const expected = '[height, width, channels], with null for a side that varies';
  throw new OptionError({ owner, option: 'inputShape', expected, received: shape, shown: received });
}
