import * as tf from '@tensorflow/tfjs';

import { requireInteger, requireOneOf } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type Node, node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import {
  type BackboneUnitOptions,
  backboneUnitsOf,
  type ResolvedBackboneUnitOptions,
  requireIdentity,
  resolveBackboneUnitOptions,
} from './backboneUnit';
import { CompositeLayer } from './compositeLayer';
import { requireConv } from './conv2d';
import { SeparableConv, type SeparableConvOptions } from './separableConv';
import { partSeed } from './unit';

/** Options of {@link XceptionBlock}. */
export interface XceptionBlockOptions extends BackboneUnitOptions, LayerArgs {
  /** Output channels of the three separable convolutions. */
  filters: [first: number, second: number, third: number];
  /** Stride of the third convolution, in pixels; above 1 only with `dilation` 1. @defaultValue `1` */
  stride?: number;
  /** Dilation rate of all three, in pixels. @defaultValue `1` */
  dilation?: number;
  /**
   * Shortcut: a normalised 1×1 convolution of the input, the input itself, or none. With 'none', a ReLU follows every
   * normalisation instead of preceding every separable convolution. @defaultValue `'conv'`
   */
  shortcut?: 'conv' | 'identity' | 'none';
  /** Whether the normalised output of the second convolution is a second output. @defaultValue `false` */
  tap?: boolean;
}

/**
 * Block of the aligned Xception: three normalised separable convolutions, each preceded by a ReLU, plus a shortcut.
 *
 * `[batch, height, width, channels]` → `[batch, ⌈height / stride⌉, ⌈width / stride⌉, filters[2]]`; with `tap`, a second
 * output `[batch, height, width, filters[1]]`. Options: {@link XceptionBlockOptions}.
 *
 * @throws OptionError if an option is out of range, or the shortcut is the identity and the block changes the shape
 * @see Chen et al., DeepLabv3+, 2018, https://arxiv.org/abs/1802.02611, Fig. 4
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { XceptionBlock } from 'msa-unet';
 *
 * const x = tf.input({ shape: [64, 64, 16] });
 * const y = new XceptionBlock({ filters: [32, 32, 32], stride: 2 }).apply(x) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 32, 32, 32]
 * ```
 */
export class XceptionBlock extends CompositeLayer {
  static readonly className = 'MsaUnetXceptionBlock';
  private readonly options: Required<Omit<XceptionBlockOptions, keyof LayerArgs | keyof BackboneUnitOptions>>;
  private readonly unitOptions: ResolvedBackboneUnitOptions;

  constructor({
    filters,
    stride = 1,
    dilation = 1,
    shortcut = 'conv',
    tap = false,
    epsilon,
    momentum,
    seed,
    ...layerArgs
  }: XceptionBlockOptions) {
    const own = { filters, stride, dilation, shortcut, tap };
    const units = { epsilon, momentum, seed };
    super(layerArgsOf<XceptionBlockOptions>('XceptionBlock', layerArgs, { ...own, ...units }));
    if (filters.length !== 3) throw invalidOption('XceptionBlock', 'filters', 'three numbers', filters);
    for (const n of filters) requireInteger('XceptionBlock', 'filters', n);
    requireConv('XceptionBlock', { stride, dilation });
    requireOneOf('XceptionBlock', 'shortcut', shortcut, ['conv', 'identity', 'none']);
    this.options = own;
    this.unitOptions = resolveBackboneUnitOptions('XceptionBlock', units);
  }

  protected override wire([x]: [Node]): Node | Node[] {
    const { filters, stride, shortcut, tap } = this.options;
    if (shortcut === 'none') return this.plain(x);
    // The ReLU before a convolution is fused with the preceding normalisation, unless that is tapped.
    const first = this.separable('sep1', { filters: filters[0], relu: 'last' })(relu(x));
    const second = this.separable('sep2', { filters: filters[1], relu: tap ? 'none' : 'last' })(first);
    const third = this.separable('sep3', { filters: filters[2], stride, relu: 'none' })(tap ? relu(second) : second);
    const sum = node(tf.layers.add())([this.shortcut(x), third]);
    return tap ? [sum, second] : sum;
  }

  private plain(x: Node): Node | Node[] {
    const { filters, stride, tap } = this.options;
    const second = this.separable('sep2', { filters: filters[1] })(this.separable('sep1', { filters: filters[0] })(x));
    const third = this.separable('sep3', { filters: filters[2], stride })(second);
    return tap ? [third, second] : third;
  }

  private separable(name: string, own: SeparableConvOptions) {
    const { seed, ...shared } = this.unitOptions;
    const { dilation } = this.options;
    return node(new SeparableConv({ name, dilation, ...own, ...shared, seed: partSeed(seed, name) }));
  }

  private shortcut(x: Node): Node {
    const { filters, stride, shortcut } = this.options;
    if (shortcut === 'conv') {
      const unit = backboneUnitsOf(this.unitOptions);
      return unit('shortcut', { filters: filters[2], kernelSize: 1, stride, activation: 'linear' })(x);
    }
    requireIdentity('XceptionBlock', x, stride, filters[2]);
    return x;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { filters, ...rest } = this.options;
    return { ...super.getConfig(), filters: [...filters], ...rest, ...this.unitOptions };
  }
}

const relu = (x: Node) => node(tf.layers.reLU())(x);
