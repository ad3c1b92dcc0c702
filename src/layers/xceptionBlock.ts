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
  /** Channels behind each of the three separable convolutions. */
  filters: [first: number, second: number, third: number];
  /** Step of the third one, in pixels; above 1 only with `dilation` 1. @defaultValue `1` */
  stride?: number;
  /** Distance between the taps of all three, in pixels. @defaultValue `1` */
  dilation?: number;
  /**
   * What is added: a 1×1 convolution of the input with normalisation, the input itself, or nothing. In the last case a
   * ReLU follows every normalisation instead of preceding every separable convolution. @defaultValue `'conv'`
   */
  shortcut?: 'conv' | 'identity' | 'none';
  /** Whether what the second convolution and its normalisation give is a second output. @defaultValue `false` */
  tap?: boolean;
}

/**
 * Block of the aligned Xception: three times ReLU, depthwise convolution, normalisation, pointwise convolution,
 * normalisation, and a shortcut.
 *
 * `[batch, height, width, channels]` → `[batch, ⌈height / stride⌉, ⌈width / stride⌉, filters[2]]`, and with `tap` a second
 * output `[batch, height, width, filters[1]]`.
 *
 * Throws RangeError if the shortcut is the input itself and the shapes differ.
 *
 * @see Chen et al., DeepLabv3+, 2018, https://arxiv.org/abs/1802.02611, Fig. 4
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
    // The ReLU in front of a convolution is computed with the normalisation before it, where nobody taps that.
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
