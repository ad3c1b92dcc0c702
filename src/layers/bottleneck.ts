import * as tf from '@tensorflow/tfjs';

import { requireOneOf } from '../utils/check';
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

/** Options of {@link Bottleneck}. */
export interface BottleneckOptions extends BackboneUnitOptions, LayerArgs {
  /** Channels inside the block; the output has four times as many. */
  filters: number;
  /** Stride, in input pixels; above 1 only with `dilation` 1. @defaultValue `1` */
  stride?: number;
  /** Dilation rate of the 3×3 filter, in pixels. @defaultValue `1` */
  dilation?: number;
  /** Shortcut: a normalised 1×1 convolution of the input, or the input itself. @defaultValue `'conv'` */
  shortcut?: 'conv' | 'identity';
}

/**
 * Bottleneck block of a ResNet: normalised 1×1, 3×3 and 1×1 convolutions plus a shortcut.
 *
 * `[batch, height, width, channels]` → `[batch, ⌈height / stride⌉, ⌈width / stride⌉, 4 · filters]`, never negative.
 * Options: {@link BottleneckOptions}.
 *
 * Differs from the paper: the 3×3 convolution has the stride, as in PyTorch's weights.
 *
 * @throws OptionError if an option is out of range, or the shortcut is the identity and the block changes the shape
 * @see He et al., Deep Residual Learning, 2015, https://arxiv.org/abs/1512.03385, Fig. 5, Table 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { Bottleneck } from 'msa-unet';
 *
 * const x = tf.input({ shape: [64, 64, 64] });
 * const y = new Bottleneck({ filters: 32, stride: 2 }).apply(x) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 32, 32, 128]
 * ```
 */
export class Bottleneck extends CompositeLayer {
  static readonly className = 'MsaUnetBottleneck';
  private readonly options: Required<Omit<BottleneckOptions, keyof LayerArgs | keyof BackboneUnitOptions>>;
  private readonly unitOptions: ResolvedBackboneUnitOptions;

  constructor({
    filters,
    stride = 1,
    dilation = 1,
    shortcut = 'conv',
    epsilon,
    momentum,
    seed,
    ...layerArgs
  }: BottleneckOptions) {
    const own = { filters, stride, dilation, shortcut };
    const units = { epsilon, momentum, seed };
    super(layerArgsOf<BottleneckOptions>('Bottleneck', layerArgs, { ...own, ...units }));
    requireConv('Bottleneck', { filters, stride, dilation });
    requireOneOf('Bottleneck', 'shortcut', shortcut, ['conv', 'identity']);
    this.options = own;
    this.unitOptions = resolveBackboneUnitOptions('Bottleneck', units);
  }

  protected override wire([x]: [Node]): Node {
    const { filters, stride, dilation, shortcut } = this.options;
    const unit = backboneUnitsOf(this.unitOptions);
    const [wide, activation] = [4 * filters, 'linear'] as const;
    const reduced = unit('reduce', { filters, kernelSize: 1 })(x);
    const filtered = unit('spatial', { filters, stride, dilation })(reduced);
    const expanded = unit('expand', { filters: wide, kernelSize: 1, activation })(filtered);
    if (shortcut === 'identity') requireIdentity('Bottleneck', x, stride, wide);
    const added =
      shortcut === 'identity' ? x : unit('shortcut', { filters: wide, kernelSize: 1, stride, activation })(x);
    return node(tf.layers.reLU())(node(tf.layers.add())([added, expanded]));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options, ...this.unitOptions };
  }
}
