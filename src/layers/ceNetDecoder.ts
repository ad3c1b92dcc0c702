import type * as tf from '@tensorflow/tfjs';

import { requireInteger } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type Node, node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import {
  type BackboneUnitOptions,
  backboneUnitsOf,
  type ResolvedBackboneUnitOptions,
  resolveBackboneUnitOptions,
} from './backboneUnit';
import { BatchNormRelu } from './batchNormRelu';
import { CompositeLayer } from './compositeLayer';
import { Conv2DTranspose } from './conv2dTranspose';
import { partSeed } from './unit';

/** Options of {@link CeNetDecoder}. */
export interface CeNetDecoderOptions extends BackboneUnitOptions, LayerArgs {
  /** Number of output channels. */
  filters: number;
}

/**
 * Decoder block of CE-Net: a transposed convolution between two 1×1 convolutions, at a quarter of the input channels.
 * Each has a bias, batch normalisation and ReLU.
 *
 * `[batch, height, width, channels]` → `[batch, 2 · height, 2 · width, filters]`, never negative. Options:
 * {@link CeNetDecoderOptions}.
 *
 * @throws OptionError if an option is out of range, or the input's channels are not a multiple of 4
 * @see Gu et al., CE-Net, 2019, https://arxiv.org/abs/1903.02740, Fig. 2 and Section III-C
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { CeNetDecoder } from 'msa-unet';
 *
 * const x = tf.input({ shape: [16, 16, 64] });
 * const y = new CeNetDecoder({ filters: 32 }).apply(x) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 32, 32, 32]
 * ```
 */
export class CeNetDecoder extends CompositeLayer {
  static readonly className = 'MsaUnetCeNetDecoder';
  readonly filters: number;
  private readonly unitOptions: ResolvedBackboneUnitOptions;

  constructor({ filters, epsilon, momentum, seed, ...layerArgs }: CeNetDecoderOptions) {
    super(layerArgsOf<CeNetDecoderOptions>('CeNetDecoder', layerArgs, { filters, epsilon, momentum, seed }));
    requireInteger('CeNetDecoder', 'filters', filters);
    this.filters = filters;
    this.unitOptions = resolveBackboneUnitOptions('CeNetDecoder', { epsilon, momentum, seed });
  }

  protected override wire([x]: [Node]): Node {
    const narrow = x.shape[3]! / 4;
    if (!Number.isInteger(narrow)) throw invalidOption('CeNetDecoder', 'channels', 'a multiple of 4', x.shape[3]);
    const unit = backboneUnitsOf(this.unitOptions);
    const point = (name: string, filters: number) => unit(name, { filters, kernelSize: 1, convBias: true });
    return point('expand', this.filters)(this.upsample(narrow)(point('reduce', narrow)(x)));
  }

  private upsample(filters: number) {
    const { seed, epsilon, momentum } = this.unitOptions;
    const own = { filters, kernelSize: 3, stride: 2, seed: partSeed(seed, 'up') };
    const up = node(new Conv2DTranspose({ name: 'up/conv', padding: 'symmetric', ...own }));
    const normalise = node(new BatchNormRelu({ name: 'up/bn', epsilon, momentum }));
    return (x: Node) => normalise(up(x));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), filters: this.filters, ...this.unitOptions };
  }
}
