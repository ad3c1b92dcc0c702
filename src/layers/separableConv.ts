import type * as tf from '@tensorflow/tfjs';

import { requireOneOf } from '../utils/check';
import type { Node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import {
  type BackboneUnitOptions,
  backboneUnitsOf,
  type ResolvedBackboneUnitOptions,
  resolveBackboneUnitOptions,
} from './backboneUnit';
import { CompositeLayer } from './compositeLayer';
import { requireConv } from './conv2d';

/** Options of {@link SeparableConv}. */
export interface SeparableConvOptions extends BackboneUnitOptions, LayerArgs {
  /** Channels of the output. */
  filters: number;
  /** Side of the square filter, in pixels, odd. @defaultValue `3` */
  kernelSize?: number;
  /** Step between output pixels, in input pixels; above 1 only with `dilation` 1. @defaultValue `1` */
  stride?: number;
  /** Distance between the taps of the filter, in pixels: the rate of an atrous convolution. @defaultValue `1` */
  dilation?: number;
  /** Which of the two normalisations have a ReLU behind them: both, the last one, or none. @defaultValue `'both'` */
  relu?: 'both' | 'last' | 'none';
}

/**
 * Separable atrous convolution: a filter for every channel, then a mix of the channels, a normalisation behind each.
 *
 * `[batch, height, width, channels]` → `[batch, ⌈height / stride⌉, ⌈width / stride⌉, filters]`.
 *
 * @see Chen et al., DeepLabv3+, 2018, https://arxiv.org/abs/1802.02611, Fig. 3
 */
export class SeparableConv extends CompositeLayer {
  static readonly className = 'MsaUnetSeparableConv';
  private readonly options: Required<Omit<SeparableConvOptions, keyof LayerArgs | keyof BackboneUnitOptions>>;
  private readonly unitOptions: ResolvedBackboneUnitOptions;

  constructor({
    filters,
    kernelSize = 3,
    stride = 1,
    dilation = 1,
    relu = 'both',
    epsilon,
    momentum,
    seed,
    ...layerArgs
  }: SeparableConvOptions) {
    const own = { filters, kernelSize, stride, dilation, relu };
    const units = { epsilon, momentum, seed };
    super(layerArgsOf<SeparableConvOptions>('SeparableConv', layerArgs, { ...own, ...units }));
    requireConv('SeparableConv', { filters, kernelSize, stride, dilation });
    requireOneOf('SeparableConv', 'relu', relu, ['both', 'last', 'none']);
    this.options = own;
    this.unitOptions = resolveBackboneUnitOptions('SeparableConv', units);
  }

  protected override wire([x]: [Node]): Node {
    const { filters, relu, ...convolution } = this.options;
    const unit = backboneUnitsOf(this.unitOptions);
    const activation = {
      depthwise: relu === 'both' ? 'relu' : 'linear',
      pointwise: relu === 'none' ? 'linear' : 'relu',
    } as const;
    const own = { filters: x.shape[3]!, depthwise: true, activation: activation.depthwise };
    const spatial = unit('depthwise', { ...convolution, ...own })(x);
    return unit('pointwise', { filters, kernelSize: 1, activation: activation.pointwise })(spatial);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options, ...this.unitOptions };
  }
}
