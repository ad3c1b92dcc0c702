import type * as tf from '@tensorflow/tfjs';

import { type Node, node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { requireTwice } from '../utils/requireMaps';
import { CompositeLayer } from './compositeLayer';
import { Concatenate } from './concatenate';
import { Conv2DTranspose } from './conv2dTranspose';
import {
  type PlainUnitOptions,
  plainUnitsOf,
  type ResolvedPlainUnitOptions,
  resolvePlainUnitOptions,
} from './plainUnit';
import { partSeed } from './unit';

/** Options of {@link PlainDecoder}. */
export interface PlainDecoderOptions extends PlainUnitOptions, LayerArgs {}

/**
 * Plain decoder stage of a U-Net: upsamples the deeper map with a transposed convolution, concatenates the skip
 * connection, and applies two 3×3 units.
 *
 * `[low, high]`, `[batch, height, width, C]` and `[batch, height / 2, width / 2, C']` → `[batch, height, width, C]`.
 * Options: {@link PlainDecoderOptions}.
 *
 * @throws OptionError if an option is out of range, or `low` is not twice as high and wide as `high`
 * @see Ronneberger et al., U-Net, 2015, https://arxiv.org/abs/1505.04597, Fig. 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { PlainDecoder } from 'msa-unet';
 *
 * const [skip, deeper] = [tf.input({ shape: [64, 64, 16] }), tf.input({ shape: [32, 32, 32] })];
 * const y = new PlainDecoder().apply([skip, deeper]) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 64, 64, 16]
 * ```
 */
export class PlainDecoder extends CompositeLayer {
  static readonly className = 'MsaUnetPlainDecoder';
  protected override readonly inputCount = 2;
  private readonly unitOptions: ResolvedPlainUnitOptions;

  constructor({ batchNorm, dropout, l2, convBias, momentum, seed, ...layerArgs }: PlainDecoderOptions = {}) {
    const unitOptions = { batchNorm, dropout, l2, convBias, momentum, seed };
    super(layerArgsOf<PlainDecoderOptions>('PlainDecoder', layerArgs, unitOptions));
    this.unitOptions = resolvePlainUnitOptions('PlainDecoder', unitOptions);
  }

  protected override wire([low, high]: [Node, Node]): Node {
    requireTwice('PlainDecoder', low.shape, high.shape);
    const filters = low.shape[3]!;
    const unit = plainUnitsOf(this.unitOptions);
    const seed = partSeed(this.unitOptions.seed, 'up');
    const up = node(new Conv2DTranspose({ name: 'up', filters, kernelSize: 2, stride: 2, seed }))(high);
    const joined = node(new Concatenate())([up, low]); // [up; skip]
    return unit('second', filters)(unit('first', filters)(joined));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.unitOptions };
  }
}
