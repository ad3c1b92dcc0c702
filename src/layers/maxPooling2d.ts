import * as tf from '@tensorflow/tfjs';

import { maxPool } from '../ops/maxPool';
import { requireInteger, requireOneOf } from '../utils/check';
import type { LayerArgs } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';

/** Options of {@link MaxPooling2D}. */
export interface MaxPooling2DOptions extends LayerArgs {
  /** Side of the square window and the step between windows, in pixels. @defaultValue `2` */
  poolSize?: number;
  /** 'same' covers every pixel, 'valid' only whole windows. @defaultValue `'valid'` */
  padding?: 'same' | 'valid';
}

/**
 * Maximum of every window; its gradient is right for negative maps too, where stock tfjs's on WASM is not.
 *
 * `[batch, height, width, channels]` → `[batch, height / poolSize, width / poolSize, channels]`, rounded up with 'same'.
 */
export class MaxPooling2D extends tf.layers.Layer {
  static readonly className = 'MsaUnetMaxPooling2D';
  readonly poolSize: number;
  readonly padding: 'same' | 'valid';

  constructor({ poolSize = 2, padding = 'valid', ...layerArgs }: MaxPooling2DOptions = {}) {
    super(layerArgs);
    requireInteger('MaxPooling2D', 'poolSize', poolSize);
    requireOneOf('MaxPooling2D', 'padding', padding, ['same', 'valid']);
    this.poolSize = poolSize;
    this.padding = padding;
  }

  override computeOutputShape([batch, height, width, channels]: tf.Shape): tf.Shape {
    const round = this.padding === 'same' ? Math.ceil : Math.floor;
    const side = (length: number | null) => (length === null ? null : round(length / this.poolSize));
    return [batch!, side(height!), side(width!), channels!];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return maxPool(onlyTensor(inputs), { poolSize: this.poolSize, padding: this.padding });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), poolSize: this.poolSize, padding: this.padding };
  }
}
