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
  /** Channels of the output. */
  filters: number;
  /** How many times more channels there are inside; 1: no more, and no convolution for them. @defaultValue `6` */
  expansion?: number;
  /** Step between output pixels, in input pixels; above 1 only with `dilation` 1. @defaultValue `1` */
  stride?: number;
  /** Distance between the taps of the depthwise filter, in pixels. @defaultValue `1` */
  dilation?: number;
}

/**
 * Inverted residual block: expands the channels, filters each of them, projects to few; the input is added where stride
 * and width stay.
 *
 * `[batch, height, width, channels]` → `[batch, ⌈height / stride⌉, ⌈width / stride⌉, filters]`.
 *
 * @see Sandler et al., MobileNetV2, 2018, https://arxiv.org/abs/1801.04381, Fig. 4, Table 1
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
