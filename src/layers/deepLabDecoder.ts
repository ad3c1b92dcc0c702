import type * as tf from '@tensorflow/tfjs';

import { requireInteger } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import {
  type BackboneUnitOptions,
  backboneUnitsOf,
  type ResolvedBackboneUnitOptions,
  resolveBackboneUnitOptions,
} from './backboneUnit';
import { BilinearUpsampling } from './bilinearUpsampling';
import { CompositeLayer } from './compositeLayer';
import { Concatenate } from './concatenate';
import { SeparableConv } from './separableConv';
import { partSeed } from './unit';

/** Options of {@link DeepLabDecoder}. */
export interface DeepLabDecoderOptions extends BackboneUnitOptions, LayerArgs {
  /** Number of output channels. @defaultValue `256` */
  filters?: number;
  /** Whether the 3×3 convolutions are separable. @defaultValue `false` */
  separable?: boolean;
}

/**
 * Decoder of DeepLabv3+: resizes the deep map to the low-level one, concatenates both, and applies two 3×3 convolutions
 * with batch normalisation and ReLU.
 *
 * `[low, high]`, `[batch, height, width, C]` and `[batch, any, any, C']` → `[batch, height, width, filters]`. Options:
 * {@link DeepLabDecoderOptions}.
 *
 * @throws OptionError if an option is out of range
 * @see Chen et al., DeepLabv3+, 2018, https://arxiv.org/abs/1802.02611, Fig. 2
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { DeepLabDecoder } from 'msa-unet';
 *
 * const [low, high] = [tf.input({ shape: [64, 64, 48] }), tf.input({ shape: [16, 16, 256] })];
 * const y = new DeepLabDecoder({ filters: 64 }).apply([low, high]) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 64, 64, 64]
 * ```
 */
export class DeepLabDecoder extends CompositeLayer {
  static readonly className = 'MsaUnetDeepLabDecoder';
  protected override readonly inputCount = 2;
  readonly filters: number;
  readonly separable: boolean;
  private readonly unitOptions: ResolvedBackboneUnitOptions;

  constructor({
    filters = 256,
    separable = false,
    epsilon = 1e-5,
    momentum,
    seed,
    ...layerArgs
  }: DeepLabDecoderOptions = {}) {
    const units = { epsilon, momentum, seed };
    super(layerArgsOf<DeepLabDecoderOptions>('DeepLabDecoder', layerArgs, { filters, separable, ...units }));
    requireInteger('DeepLabDecoder', 'filters', filters);
    this.filters = filters;
    this.separable = separable;
    this.unitOptions = resolveBackboneUnitOptions('DeepLabDecoder', units);
  }

  protected override wire([low, high]: [Node, Node]): Node {
    const up = node(new BilinearUpsampling())([high, low]);
    const joined = node(new Concatenate())([up, low]); // [up; low]
    return this.conv('second')(this.conv('first')(joined));
  }

  private conv(name: string) {
    const { filters, separable, unitOptions } = this;
    if (!separable) return backboneUnitsOf(unitOptions)(name, { filters });
    const { seed, ...shared } = unitOptions;
    return node(new SeparableConv({ name, filters, ...shared, seed: partSeed(seed, name) }));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), filters: this.filters, separable: this.separable, ...this.unitOptions };
  }
}
