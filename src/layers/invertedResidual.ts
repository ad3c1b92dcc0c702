import * as tf from '@tensorflow/tfjs';

import { requireInteger } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import {
  type BackboneUnitOptions,
  backboneUnitsOf,
  type ResolvedBackboneUnitOptions,
  resolveBackboneUnitOptions,
} from './backboneUnit';
import { CompositeLayer } from './compositeLayer';
import { requireConv } from './conv2d';

/** Options of {@link InvertedResidual}. */
export interface InvertedResidualOptions extends BackboneUnitOptions, LayerArgs {
  /** Number of output channels. */
  filters: number;
  /** Factor by which the block expands its input channels; 1 omits the expanding convolution. @defaultValue `6` */
  expansion?: number;
  /** Stride, in input pixels; above 1 only with `dilation` 1. @defaultValue `1` */
  stride?: number;
  /** Dilation rate of the depthwise filter, in pixels. @defaultValue `1` */
  dilation?: number;
}

/**
 * Inverted residual block: expands the channels, filters them depthwise and projects them back. Adds its input if
 * stride is 1 and the number of channels stays the same.
 *
 * `[batch, height, width, channels]` → `[batch, ⌈height / stride⌉, ⌈width / stride⌉, filters]`. Options:
 * {@link InvertedResidualOptions}.
 *
 * @throws OptionError if an option is out of range
 * @see Sandler et al., MobileNetV2, 2018, https://arxiv.org/abs/1801.04381, Fig. 4, Table 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { InvertedResidual } from 'msa-unet';
 *
 * const x = tf.input({ shape: [64, 64, 16] });
 * const y = new InvertedResidual({ filters: 24, stride: 2 }).apply(x) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 32, 32, 24]
 * ```
 */
export class InvertedResidual extends CompositeLayer {
  static readonly className = 'MsaUnetInvertedResidual';
  private readonly options: Required<Omit<InvertedResidualOptions, keyof LayerArgs | keyof BackboneUnitOptions>>;
  private readonly unitOptions: ResolvedBackboneUnitOptions;

  constructor({
    filters,
    expansion = 6,
    stride = 1,
    dilation = 1,
    epsilon,
    momentum,
    seed,
    ...layerArgs
  }: InvertedResidualOptions) {
    const own = { filters, expansion, stride, dilation };
    const units = { epsilon, momentum, seed };
    super(layerArgsOf<InvertedResidualOptions>('InvertedResidual', layerArgs, { ...own, ...units }));
    requireConv('InvertedResidual', { filters, stride, dilation });
    requireInteger('InvertedResidual', 'expansion', expansion);
    this.options = own;
    this.unitOptions = resolveBackboneUnitOptions('InvertedResidual', units);
  }

  protected override wire([x]: [Node]): Node {
    const { filters, expansion, stride, dilation } = this.options;
    const unit = backboneUnitsOf(this.unitOptions);
    const wide = expansion * x.shape[3]!;
    const activation = 'relu6';
    const expanded = expansion === 1 ? x : unit('expand', { filters: wide, kernelSize: 1, activation })(x);
    const filtered = unit('depthwise', { filters: wide, depthwise: true, stride, dilation, activation })(expanded);
    const projected = unit('project', { filters, kernelSize: 1, activation: 'linear' })(filtered);
    return stride === 1 && filters === x.shape[3] ? node(tf.layers.add())([x, projected]) : projected;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options, ...this.unitOptions };
  }
}
