import * as tf from '@tensorflow/tfjs';

import { type BilinearGrid, requireGrid } from '../ops/resizeBilinear';
import { type Node, node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { requireTwice } from '../utils/requireMaps';
import { BilinearUpsampling } from './bilinearUpsampling';
import { CompositeLayer } from './compositeLayer';
import { Concatenate } from './concatenate';
import { type DropBlockSettings, resolveDropBlock } from './dropBlock';
import { MSAM } from './msam';
import { MSRB } from './msrb';
import { partSeed, type ResolvedUnitOptions, resolveUnitOptions, type UnitOptions, unitsOf } from './unit';

/** Options of {@link RASM}. */
export interface RASMOptions extends UnitOptions, LayerArgs {
  /**
   * DropBlock settings of its two {@link MSRB}s. `null`: no DropBlock. @defaultValue `{}`, the settings of the
   * DropBlock paper
   */
  dropBlock?: DropBlockSettings | null;
  /** Grid of the bilinear upsampling. @defaultValue `'halfPixel'` */
  grid?: BilinearGrid;
  /**
   * Whether a training step recomputes the activations inside for the gradient instead of keeping them, those of its
   * two {@link MSRB}s twice. @defaultValue `false`
   */
  recompute?: boolean;
}

/**
 * Residual attention skip module: fuses a skip connection with the deeper map of half its height and width.
 *
 * `[low, high]`, `[batch, height, width, C]` and `[batch, height / 2, width / 2, C']` → `[batch, height, width, C]`.
 * Options: {@link RASMOptions}.
 *
 * @throws OptionError if an option is out of range, or `low` is not twice as high and wide as `high`
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Fig. 5, Eq. 4
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { RASM } from 'msa-unet';
 *
 * const [skip, deeper] = [tf.input({ shape: [64, 64, 16] }), tf.input({ shape: [32, 32, 32] })];
 * const y = new RASM().apply([skip, deeper]) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 64, 64, 16]
 * ```
 */
export class RASM extends CompositeLayer {
  static readonly className = 'MsaUnetRASM';
  protected override readonly inputCount = 2;
  readonly dropBlock: Required<DropBlockSettings> | null;
  readonly grid: BilinearGrid;
  private readonly unitOptions: ResolvedUnitOptions;

  constructor({
    dropBlock = {},
    grid = 'halfPixel',
    recompute = false,
    convBias,
    momentum,
    seed,
    ...layerArgs
  }: RASMOptions = {}) {
    super(layerArgsOf<RASMOptions>('RASM', layerArgs, { dropBlock, grid, recompute, convBias, momentum, seed }));
    this.dropBlock = dropBlock && resolveDropBlock('RASM', dropBlock);
    requireGrid('RASM', grid);
    this.grid = grid;
    this.recompute = recompute;
    this.unitOptions = resolveUnitOptions('RASM', { convBias, momentum, seed });
  }

  protected override wire([low, high]: [Node, Node]): Node {
    requireTwice('RASM', low.shape, high.shape);
    const filters = low.shape[3]!;
    const unit = unitsOf(this.unitOptions);
    const u = node(new BilinearUpsampling({ grid: this.grid }))(high); // b2(high)
    const joined = node(new Concatenate())([u, low]); // [u; low]
    const attended = this.attend(this.msrb('msrb2', filters)(this.msrb('msrb1', filters)(joined)));
    const shortcuts = [unit('low', filters, 1)(low), unit('high', filters, 1)(u)]; // f1(low) + f1(u)
    return node(tf.layers.add())([...shortcuts, attended]); // Eq. 4
  }

  private msrb(name: string, filters: number) {
    const { dropBlock, recompute } = this;
    const { seed, ...shared } = this.unitOptions;
    return node(new MSRB({ name, filters, dropBlock, recompute, ...shared, seed: partSeed(seed, name) }));
  }

  private attend(x: Node): Node {
    const { seed, ...shared } = this.unitOptions;
    return node(new MSAM({ name: 'attend', grid: this.grid, ...shared, seed: partSeed(seed, 'attend') }))(x);
  }

  override getConfig(): tf.serialization.ConfigDict {
    const dropBlock = this.dropBlock && { ...this.dropBlock };
    return { ...super.getConfig(), dropBlock, grid: this.grid, recompute: this.recompute, ...this.unitOptions };
  }
}
