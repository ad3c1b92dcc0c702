import * as tf from '@tensorflow/tfjs';

import { concatChannels } from '../ops/concatChannels';
import { invalidOption } from '../utils/errors';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { OptionError } from '../utils/optionError';
import { shapesOf } from '../utils/requireMaps';

/**
 * Concatenates maps of equal size along their channels: `[a; b]` of the paper.
 *
 * Two or more `[batch, height, width, channels]` → `[batch, height, width, sum of the channels]`.
 *
 * @throws OptionError if there is only one map, or heights or widths differ
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Eq. 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { Concatenate } from 'msa-unet';
 *
 * const [skip, up] = [tf.input({ shape: [32, 32, 16] }), tf.input({ shape: [32, 32, 32] })];
 * const joined = new Concatenate().apply([up, skip]) as tf.SymbolicTensor;
 * console.log(joined.shape); // [null, 32, 32, 48]
 * ```
 */
export class Concatenate extends tf.layers.Layer {
  static readonly className = 'MsaUnetConcatenate';

  constructor(layerArgs: LayerArgs = {}) {
    super(layerArgsOf<LayerArgs>('Concatenate', layerArgs, {}));
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const shapes = shapesOf(inputShape);
    if (shapes.length < 2) throw invalidOption('Concatenate', 'inputs', 'at least two maps', shapes.length);
    requireOneSize(shapes);
    return [...shapes[0]!.slice(0, 3), shapes.reduce((sum, shape) => sum + shape[3]!, 0)];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return concatChannels(inputs as tf.Tensor4D[]);
  }
}

/** Open sides (`null`) are checked at run time. */
function requireOneSize(shapes: tf.Shape[]): void {
  const differs = (axis: number) => new Set(shapes.map((shape) => shape[axis]).filter((n) => n !== null)).size > 1;
  if (!differs(1) && !differs(2)) return;
  const sizes = shapes.map(([, height, width]) => `${height}×${width}`);
  const parts = { owner: 'Concatenate', option: 'inputs', expected: 'maps of one size', received: shapes };
  throw new OptionError({ ...parts, shown: sizes.join(', ') });
}
