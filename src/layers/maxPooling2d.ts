import * as tf from '@tensorflow/tfjs';

import { maxPool } from '../ops/maxPool';
import { requireInteger, requireOneOf } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';

/** Options of {@link MaxPooling2D}. */
export interface MaxPooling2DOptions extends LayerArgs {
  /** Side of the square window, in pixels. @defaultValue `2` */
  poolSize?: number;
  /** Step between windows, in pixels. `null`: `poolSize`. @defaultValue `null` */
  stride?: number | null;
  /**
   * Padding: TensorFlow's 'same' or 'valid', or symmetric as in PyTorch's networks, which needs an odd `poolSize`.
   * @defaultValue `'valid'`
   */
  padding?: 'same' | 'valid' | 'symmetric';
}

/**
 * Max pooling whose gradient is also right for negative maps on every backend, unlike that of stock tfjs.
 *
 * `[batch, height, width, channels]` → `[batch, ⌈height / stride⌉, ⌈width / stride⌉, channels]`; with 'valid', only
 * whole windows count. Options: {@link MaxPooling2DOptions}.
 *
 * @throws OptionError if an option is out of range, or symmetric padding meets an even `poolSize`
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { MaxPooling2D } from 'msa-unet';
 *
 * const x = tf.tensor4d([-4, -3, -2, -1], [1, 2, 2, 1]);
 * const y = new MaxPooling2D({ poolSize: 2 }).apply(x) as tf.Tensor;
 * console.log(y.dataSync()[0]); // -1
 * ```
 */
export class MaxPooling2D extends tf.layers.Layer {
  static readonly className = 'MsaUnetMaxPooling2D';
  readonly poolSize: number;
  readonly stride: number | null;
  readonly padding: 'same' | 'valid' | 'symmetric';

  constructor({ poolSize = 2, stride = null, padding = 'valid', ...layerArgs }: MaxPooling2DOptions = {}) {
    super(layerArgsOf<MaxPooling2DOptions>('MaxPooling2D', layerArgs, { poolSize, stride, padding }));
    requireInteger('MaxPooling2D', 'poolSize', poolSize);
    if (stride !== null) requireInteger('MaxPooling2D', 'stride', stride);
    requireOneOf('MaxPooling2D', 'padding', padding, ['same', 'valid', 'symmetric']);
    if (padding === 'symmetric' && poolSize % 2 === 0)
      throw invalidOption('MaxPooling2D', 'padding', `same or valid with a \`poolSize\` of ${poolSize}`, padding);
    this.poolSize = poolSize;
    this.stride = stride;
    this.padding = padding;
  }

  override computeOutputShape([batch, height, width, channels]: tf.Shape): tf.Shape {
    const { poolSize, stride, padding } = this.steps();
    const windows = (length: number) =>
      padding === 'valid' ? Math.floor((length - poolSize) / stride) + 1 : Math.ceil(length / stride);
    const side = (length: number | null) => (length === null ? null : windows(length));
    return [batch!, side(height!), side(width!), channels!];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return maxPool(onlyTensor(inputs), this.steps());
  }

  private steps() {
    return { poolSize: this.poolSize, stride: this.stride ?? this.poolSize, padding: this.padding };
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), poolSize: this.poolSize, stride: this.stride, padding: this.padding };
  }
}
