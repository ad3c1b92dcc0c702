import type * as tf from '@tensorflow/tfjs';

import { requireInteger } from '../utils/check';
import type { Node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { CompositeLayer } from './compositeLayer';
import { type PlainUnitOptions, plainUnitsOf, resolvePlainUnitOptions } from './plainUnit';

/** Options of {@link DoubleConv}. */
export interface DoubleConvOptions extends PlainUnitOptions, LayerArgs {
  /** Output channels of both convolutions. */
  filters: number;
}

/**
 * Plain encoder stage of a U-Net: two 3×3 convolutions, each with batch normalisation (optional) and ReLU.
 *
 * `[batch, height, width, channels]` → `[batch, height, width, filters]`. Options: {@link DoubleConvOptions}.
 *
 * @throws OptionError if an option is out of range
 * @see Ronneberger et al., U-Net, 2015, https://arxiv.org/abs/1505.04597, Fig. 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { DoubleConv } from 'msa-unet';
 *
 * const x = tf.input({ shape: [64, 64, 1] });
 * const y = new DoubleConv({ filters: 32, dropout: 0.5 }).apply(x) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 64, 64, 32]
 * ```
 */
export class DoubleConv extends CompositeLayer {
  static readonly className = 'MsaUnetDoubleConv';
  readonly filters: number;
  readonly unitOptions: Required<PlainUnitOptions>;

  constructor({ filters, batchNorm, dropout, l2, convBias, momentum, seed, ...layerArgs }: DoubleConvOptions) {
    const unitOptions = { batchNorm, dropout, l2, convBias, momentum, seed };
    super(layerArgsOf<DoubleConvOptions>('DoubleConv', layerArgs, { filters, ...unitOptions }));
    requireInteger('DoubleConv', 'filters', filters);
    this.filters = filters;
    this.unitOptions = resolvePlainUnitOptions('DoubleConv', unitOptions);
  }

  protected override wire([x]: [Node]): Node {
    const unit = plainUnitsOf(this.unitOptions);
    return unit('second', this.filters)(unit('first', this.filters)(x));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), filters: this.filters, ...this.unitOptions };
  }
}
