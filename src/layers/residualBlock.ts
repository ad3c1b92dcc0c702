import * as tf from '@tensorflow/tfjs';

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

/** Options of {@link ResidualBlock}. */
export interface ResidualBlockOptions extends BackboneUnitOptions, LayerArgs {
  /** Number of output channels. */
  filters: number;
  /** Stride, in input pixels. @defaultValue `1` */
  stride?: number;
}

/**
 * Basic block of a ResNet: two normalised 3×3 convolutions plus a shortcut. The shortcut is the input, or a normalised
 * 1×1 convolution of it where stride or channels change the shape.
 *
 * `[batch, height, width, channels]` → `[batch, ⌈height / stride⌉, ⌈width / stride⌉, filters]`, never negative. Padding
 * is symmetric as in PyTorch, so that its ImageNet weights fit. Options: {@link ResidualBlockOptions}.
 *
 * @throws OptionError if an option is out of range
 * @see He et al., Deep Residual Learning, 2015, https://arxiv.org/abs/1512.03385, Fig. 5, left, and Table 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { ResidualBlock } from 'msa-unet';
 *
 * const x = tf.input({ shape: [64, 64, 16] });
 * const y = new ResidualBlock({ filters: 32, stride: 2 }).apply(x) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 32, 32, 32]
 * ```
 */
export class ResidualBlock extends CompositeLayer {
  static readonly className = 'MsaUnetResidualBlock';
  private readonly options: { filters: number; stride: number };
  private readonly unitOptions: ResolvedBackboneUnitOptions;

  constructor({ filters, stride = 1, epsilon, momentum, seed, ...layerArgs }: ResidualBlockOptions) {
    super(layerArgsOf<ResidualBlockOptions>('ResidualBlock', layerArgs, { filters, stride, epsilon, momentum, seed }));
    requireConv('ResidualBlock', { filters, stride, dilation: 1 });
    this.options = { filters, stride };
    this.unitOptions = resolveBackboneUnitOptions('ResidualBlock', { epsilon, momentum, seed });
  }

  protected override wire([x]: [Node]): Node {
    const { filters, stride } = this.options;
    const unit = backboneUnitsOf(this.unitOptions);
    const activation = 'linear';
    const residual = unit('second', { filters, activation })(unit('first', { filters, stride })(x)); // F(x)
    const same = stride === 1 && filters === x.shape[3];
    const shortcut = same ? x : unit('shortcut', { filters, kernelSize: 1, stride, activation })(x);
    return node(tf.layers.reLU())(node(tf.layers.add())([shortcut, residual])); // F(x) + x, Eq. 1 and 2
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options, ...this.unitOptions };
  }
}
