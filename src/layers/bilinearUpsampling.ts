import * as tf from '@tensorflow/tfjs';

import { type BilinearGrid, requireGrid, resizeBilinear } from '../ops/resizeBilinear';
import { requireInteger } from '../utils/check';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { shapesOf } from '../utils/requireMaps';

/** Options of {@link BilinearUpsampling}. */
export interface BilinearUpsamplingOptions extends LayerArgs {
  /** Factor by which height and width grow; ignored if there is a second input. @defaultValue `2` */
  factor?: number;
  /** Sampling grid: half-pixel centres, or the asymmetric grid of TensorFlow 1. @defaultValue `'halfPixel'` */
  grid?: BilinearGrid;
}

/**
 * Bilinear upsampling, `b2` of the paper.
 *
 * `[batch, height, width, channels]` → `[batch, factor · height, factor · width, channels]`. With two inputs, it
 * resizes the first to the height and width of the second. Options: {@link BilinearUpsamplingOptions}.
 *
 * Differs from `tf.layers.upSampling2d({ interpolation: 'bilinear' })`, which has only the asymmetric grid; only the
 * half-pixel grid commutes with flips.
 *
 * @throws OptionError if an option is out of range
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Eq. 2
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { BilinearUpsampling } from 'msa-unet';
 *
 * const row = tf.tensor4d([0, 1], [1, 1, 2, 1]);
 * const wider = new BilinearUpsampling({ factor: 2 }).apply(row) as tf.Tensor;
 * console.log(wider.shape, wider.slice(0, 1).dataSync()[1]); // [1, 2, 4, 1] 0.25
 * ```
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
