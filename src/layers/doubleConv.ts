import type * as tf from '@tensorflow/tfjs';

import { requireInteger } from '../utils/check';
import type { Node } from '../utils/graph';
import type { LayerArgs } from '../utils/layerArgs';
import { CompositeLayer } from './compositeLayer';
import { type ResolvedUnitOptions, resolveUnitOptions, type UnitOptions, unitsOf } from './unit';

/** Options of {@link DoubleConv}. */
export interface DoubleConvOptions extends UnitOptions, LayerArgs {
  /** Channels of both convolutions. */
  filters: number;
}

/**
 * The plain stage of a U-Net: two 3×3 units in a row.
 *
 * `[batch, height, width, channels]` → `[batch, height, width, filters]`.
 *
 * @see Ronneberger et al., U-Net, 2015, https://arxiv.org/abs/1505.04597, Fig. 1
 */
export class DoubleConv extends CompositeLayer {
  static readonly className = 'MsaUnetDoubleConv';
  readonly filters: number;
  private readonly unitOptions: ResolvedUnitOptions;

  constructor({ filters, convBias, momentum, seed, ...layerArgs }: DoubleConvOptions) {
    super(layerArgs);
    requireInteger('DoubleConv', 'filters', filters);
    this.filters = filters;
    this.unitOptions = resolveUnitOptions('DoubleConv', { convBias, momentum, seed });
  }

  protected override wire([x]: [Node]): Node {
    const unit = unitsOf(this.unitOptions);
    return unit('second', this.filters, 3)(unit('first', this.filters, 3)(x));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), filters: this.filters, ...this.unitOptions };
  }
}
