import * as tf from '@tensorflow/tfjs';

import { concatChannels } from '../ops/concatChannels';
import { invalidOption } from '../utils/errors';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { OptionError } from '../utils/optionError';
import { shapesOf } from '../utils/requireMaps';

/**
 * Joins maps of one size along their channels: `[a; b]` of the paper.
 *
 * Several `[batch, height, width, channels]` → `[batch, height, width, sum of their channels]`.
 */
export class Concatenate extends tf.layers.Layer {
  static readonly className = 'MsaUnetConcatenate';

  constructor(layerArgs: LayerArgs = {}) {
    super(layerArgsOf<LayerArgs>('Concatenate', layerArgs, {}));
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const shapes = shapesOf(inputShape);
    if (shapes.length < 2) throw invalidOption('Concatenate', 'inputs', 'two maps or more', shapes.length);
    requireOneSize(shapes);
    return [...shapes[0]!.slice(0, 3), shapes.reduce((sum, shape) => sum + shape[3]!, 0)];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return concatChannels(inputs as tf.Tensor4D[]);
  }
}

/** Sides that are open (`null`) are checked when data come. */
function requireOneSize(shapes: tf.Shape[]): void {
  const differs = (axis: number) => new Set(shapes.map((shape) => shape[axis]).filter((n) => n !== null)).size > 1;
  if (!differs(1) && !differs(2)) return;
  const sizes = shapes.map(([, height, width]) => `${height}×${width}`);
  const parts = { owner: 'Concatenate', option: 'inputs', expected: 'maps of one size', received: shapes };
  throw new OptionError({ ...parts, shown: sizes.join(', ') });
}
