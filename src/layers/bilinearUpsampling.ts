import * as tf from '@tensorflow/tfjs';

import { type BilinearGrid, requireGrid, resizeBilinear } from '../ops/resizeBilinear';
import { requireInteger } from '../utils/check';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { shapesOf } from '../utils/requireMaps';

/** Options of {@link BilinearUpsampling}. */
export interface BilinearUpsamplingOptions extends LayerArgs {
  /** How many times longer each side becomes; a second input, if there is one, says the size instead. @defaultValue `2` */
  factor?: number;
  /** Where the new pixels lie: squares with common corners, or with a common first pixel as in TensorFlow 1. @defaultValue `'halfPixel'` */
  grid?: BilinearGrid;
}

/**
 * Bilinear upsampling, `b2` of the paper.
 *
 * `[batch, height, width, channels]` → `[batch, factor · height, factor · width, channels]`; of two inputs, the first
 * becomes exactly as high and wide as the second.
 *
 * Differs from `tf.layers.upSampling2d({ interpolation: 'bilinear' })`, which knows the asymmetric grid only; only the
 * half-pixel grid commutes with flips.
 */
export class BilinearUpsampling extends tf.layers.Layer {
  static readonly className = 'MsaUnetBilinearUpsampling';
  readonly factor: number;
  readonly grid: BilinearGrid;

  constructor({ factor = 2, grid = 'halfPixel', ...layerArgs }: BilinearUpsamplingOptions = {}) {
    super(layerArgsOf<BilinearUpsamplingOptions>('BilinearUpsampling', layerArgs, { factor, grid }));
    requireInteger('BilinearUpsampling', 'factor', factor);
    requireGrid('BilinearUpsampling', grid);
    this.factor = factor;
    this.grid = grid;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [[batch, height, width, channels], like] = shapesOf(inputShape) as [tf.Shape, tf.Shape?];
    if (like) return [batch!, like[1]!, like[2]!, channels!];
    const side = (length: number | null) => (length === null ? null : length * this.factor);
    return [batch!, side(height!), side(width!), channels!];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x, like] = (Array.isArray(inputs) ? inputs : [inputs]) as [tf.Tensor4D, tf.Tensor4D?];
    const [, height, width] = like?.shape ?? [0, x.shape[1] * this.factor, x.shape[2] * this.factor];
    return resizeBilinear(x, [height, width], this.grid);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), factor: this.factor, grid: this.grid };
  }
}
