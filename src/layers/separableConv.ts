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
  /** Number of output channels. */
  filters: number;
  /** Side of the square kernel, in pixels; odd. @defaultValue `3` */
  kernelSize?: number;
  /** Stride, in input pixels; above 1 only with `dilation` 1. @defaultValue `1` */
  stride?: number;
  /** Dilation rate: the distance between filter taps, in pixels. @defaultValue `1` */
  dilation?: number;
  /** Which of the two normalisations are followed by a ReLU: both, only the last, or none. @defaultValue `'both'` */
  relu?: 'both' | 'last' | 'none';
}

/**
 * Depthwise separable convolution with any dilation rate: a depthwise and a pointwise convolution, each with batch
 * normalisation.
 *
 * `[batch, height, width, channels]` → `[batch, ⌈height / stride⌉, ⌈width / stride⌉, filters]`. Options:
 * {@link SeparableConvOptions}.
 *
 * @throws OptionError if an option is out of range, or stride and dilation both exceed 1
 * @see Chen et al., DeepLabv3+, 2018, https://arxiv.org/abs/1802.02611, Fig. 3
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { SeparableConv } from 'msa-unet';
 *
 * const x = tf.input({ shape: [64, 64, 16] });
 * const y = new SeparableConv({ filters: 32, dilation: 6 }).apply(x) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 64, 64, 32]
 * ```
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
