import * as tf from '@tensorflow/tfjs';

import { requireInteger } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { CompositeLayer } from './compositeLayer';
import { Concatenate } from './concatenate';
import { DropBlock, type DropBlockSettings, resolveDropBlock } from './dropBlock';
import { partSeed, type ResolvedUnitOptions, resolveUnitOptions, type UnitOptions, unitsOf } from './unit';

/** Options of {@link MSRB}. */
export interface MSRBOptions extends UnitOptions, LayerArgs {
  /** Channels C' of the output and of every 3×3 convolution inside. */
  filters: number;
  /** DropBlock settings. `null`: no DropBlock. @defaultValue `{}`, the settings of the DropBlock paper */
  dropBlock?: DropBlockSettings | null;
  /**
   * Whether a training step recomputes the activations inside for the gradient instead of keeping them. @defaultValue
   * `false`
   */
  recompute?: boolean;
}

/**
 * Multi-scale residual block: one 3×3 unit in parallel with two consecutive ones, fused, plus a shortcut.
 *
 * `[batch, height, width, C]` → `[batch, height, width, filters]`, never negative. Options: {@link MSRBOptions}.
 *
 * @throws OptionError if an option is out of range
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Fig. 2, Eq. 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { MSRB } from 'msa-unet';
 *
 * const x = tf.input({ shape: [64, 64, 16] });
 * const y = new MSRB({ filters: 32, dropBlock: { keepProb: 0.95 } }).apply(x) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 64, 64, 32]
 * ```
 */
export class MSRB extends CompositeLayer {
  static readonly className = 'MsaUnetMSRB';
  readonly filters: number;
  readonly dropBlock: Required<DropBlockSettings> | null;
  private readonly unitOptions: ResolvedUnitOptions;

  constructor({ filters, dropBlock = {}, recompute = false, convBias, momentum, seed, ...layerArgs }: MSRBOptions) {
    super(layerArgsOf<MSRBOptions>('MSRB', layerArgs, { filters, dropBlock, recompute, convBias, momentum, seed }));
    requireInteger('MSRB', 'filters', filters);
    this.filters = filters;
    this.recompute = recompute;
    this.dropBlock = dropBlock && resolveDropBlock('MSRB', dropBlock);
    this.unitOptions = resolveUnitOptions('MSRB', { convBias, momentum, seed });
  }

  protected override wire([x]: [Node]): Node {
    const unit = unitsOf(this.unitOptions);
    const single = unit('single', this.filters, 3)(x); // f3(x)
    const double = unit('double2', this.filters, 3)(unit('double1', this.filters, 3)(x)); // f3(f3(x))
    const fused = unit('fuse', this.filters, 1)(node(new Concatenate())([single, double])); // f1([…; …])
    const sum = node(tf.layers.add())([unit('shortcut', this.filters, 1)(x), fused]); // f1(x) + …
    return this.dropBlock ? this.drop(this.dropBlock)(sum) : sum; // Eq. 1
  }

  private drop(settings: DropBlockSettings) {
    return node(new DropBlock({ name: 'drop', ...settings, seed: partSeed(this.unitOptions.seed, 'drop') }));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const dropBlock = this.dropBlock && { ...this.dropBlock };
    return { ...super.getConfig(), filters: this.filters, dropBlock, recompute: this.recompute, ...this.unitOptions };
  }
}
