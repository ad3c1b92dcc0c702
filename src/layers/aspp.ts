import * as tf from '@tensorflow/tfjs';

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
import { BilinearUpsampling } from './bilinearUpsampling';
import { CompositeLayer } from './compositeLayer';
import { Concatenate } from './concatenate';
import { Dropout, requireRate } from './dropout';
import { SeparableConv } from './separableConv';
import { partSeed } from './unit';

/** Options of {@link ASPP}. */
export interface ASPPOptions extends BackboneUnitOptions, LayerArgs {
  /** Channels of every branch and of the output. @defaultValue `256` */
  filters?: number;
  /** Dilation rates of the three 3×3 convolutions, in pixels. @defaultValue `[6, 12, 18]` */
  rates?: [first: number, second: number, third: number];
  /** Whether the 3×3 convolutions are separable. @defaultValue `false` */
  separable?: boolean;
  /** Dropout rate of the output in training, from 0 to below 1. @defaultValue `0.1` */
  dropout?: number;
}

/**
 * Atrous spatial pyramid pooling: image pooling, a 1×1 convolution and three atrous 3×3 convolutions in parallel, fused
 * by a 1×1 convolution. Every convolution is followed by batch normalisation and ReLU.
 *
 * `[batch, height, width, channels]` → `[batch, height, width, filters]`, never negative. Options: {@link ASPPOptions}.
 *
 * @throws OptionError if an option is out of range
 * @see Chen et al., DeepLabv3, 2017, https://arxiv.org/abs/1706.05587, Fig. 5
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { ASPP } from 'msa-unet';
 *
 * const features = tf.input({ shape: [32, 32, 320] });
 * const context = new ASPP({ filters: 64, separable: true }).apply(features) as tf.SymbolicTensor;
 * console.log(context.shape); // [null, 32, 32, 64]
 * ```
 */
export class ASPP extends CompositeLayer {
  static readonly className = 'MsaUnetASPP';
  private readonly options: Required<Omit<ASPPOptions, keyof LayerArgs | keyof BackboneUnitOptions>>;
  private readonly unitOptions: ResolvedBackboneUnitOptions;

  constructor({
    filters = 256,
    rates = [6, 12, 18],
    separable = false,
    dropout = 0.1,
    epsilon = 1e-5,
    momentum,
    seed,
    ...layerArgs
  }: ASPPOptions = {}) {
    super(layerArgsOf<ASPPOptions>('ASPP', layerArgs, { filters, rates, separable, dropout, epsilon, momentum, seed }));
    requireInteger('ASPP', 'filters', filters);
    if (rates.length !== 3) throw invalidOption('ASPP', 'rates', 'three numbers', rates);
    for (const rate of rates) requireInteger('ASPP', 'rates', rate);
    requireRate('ASPP', 'dropout', dropout);
    this.options = { filters, rates, separable, dropout };
    this.unitOptions = resolveBackboneUnitOptions('ASPP', { epsilon, momentum, seed });
  }

  protected override wire([x]: [Node]): Node {
    const { filters, rates, dropout } = this.options;
    const { seed } = this.unitOptions;
    const point = (name: string) => backboneUnitsOf(this.unitOptions)(name, { filters, kernelSize: 1 });
    const branches = [
      node(new BilinearUpsampling())([point('pool')(mean(x)), x]), // a constant map: the mean at every pixel
      point('point')(x),
      this.atrous('atrous1', rates[0])(x),
      this.atrous('atrous2', rates[1])(x),
      this.atrous('atrous3', rates[2])(x),
    ];
    const fused = point('fuse')(node(new Concatenate())(branches));
    return node(new Dropout({ name: 'drop', rate: dropout, seed: partSeed(seed, 'drop') }))(fused);
  }

  private atrous(name: string, dilation: number) {
    const { filters, separable } = this.options;
    const { seed, ...shared } = this.unitOptions;
    if (!separable) return backboneUnitsOf(this.unitOptions)(name, { filters, dilation });
    return node(new SeparableConv({ name, filters, dilation, ...shared, seed: partSeed(seed, name) }));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { rates, ...rest } = this.options;
    return { ...super.getConfig(), ...rest, rates: [...rates], ...this.unitOptions };
  }
}

/** Global average pooling that keeps the map's rank: `[batch, 1, 1, channels]`. */
function mean(x: Node): Node {
  const means = node(tf.layers.globalAveragePooling2d({}))(x);
  return node(tf.layers.reshape({ targetShape: [1, 1, x.shape[3]!] }))(means);
}
