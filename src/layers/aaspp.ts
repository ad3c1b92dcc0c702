import type * as tf from '@tensorflow/tfjs';

import { type BilinearGrid, requireGrid } from '../ops/resizeBilinear';
import { requireInteger } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { CompositeLayer } from './compositeLayer';
import { Concatenate } from './concatenate';
import { MSAM } from './msam';
import { partSeed, type ResolvedUnitOptions, resolveUnitOptions, type UnitOptions, unitsOf } from './unit';

/** Options of {@link AASPP}. */
export interface AASPPOptions extends UnitOptions, LayerArgs {
  /** Channels of each of the four branches. `null`: as many as the input has. @defaultValue `null` */
  width?: number | null;
  /** Grid of the bilinear upsampling. @defaultValue `'halfPixel'` */
  grid?: BilinearGrid;
}

/**
 * Attentive atrous spatial pyramid pooling: four parallel dilated units, each followed by an {@link MSAM}, fused to the
 * width of the input.
 *
 * `[batch, height, width, channels]` → same shape, never negative. Options: {@link AASPPOptions}.
 *
 * @throws OptionError if an option is out of range
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Fig. 4, Eq. 3
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { AASPP } from 'msa-unet';
 *
 * const deepest = tf.input({ shape: [32, 32, 64] });
 * const context = new AASPP({ width: 16 }).apply(deepest) as tf.SymbolicTensor;
 * console.log(context.shape); // [null, 32, 32, 64]
 * ```
 */
export class AASPP extends CompositeLayer {
  static readonly className = 'MsaUnetAASPP';
  readonly width: number | null;
  readonly grid: BilinearGrid;
  private readonly unitOptions: ResolvedUnitOptions;

  constructor({ width = null, grid = 'halfPixel', convBias, momentum, seed, ...layerArgs }: AASPPOptions = {}) {
    super(layerArgsOf<AASPPOptions>('AASPP', layerArgs, { width, grid, convBias, momentum, seed }));
    if (width !== null) requireInteger('AASPP', 'width', width);
    this.width = width;
    requireGrid('AASPP', grid);
    this.grid = grid;
    this.unitOptions = resolveUnitOptions('AASPP', { convBias, momentum, seed });
  }

  protected override wire([x]: [Node]): Node {
    const channels = x.shape[3]!;
    const width = this.width ?? channels;
    const unit = unitsOf(this.unitOptions);
    const branches = [
      this.attend(1)(unit('rate1', width, 1)(x)), // MSAM(f_1^1(x))
      this.attend(2)(unit('rate2', width, 3, 2)(x)), // MSAM(f_2^3(x))
      this.attend(4)(unit('rate4', width, 3, 4)(x)), // MSAM(f_4^3(x))
      this.attend(8)(unit('rate8', width, 3, 8)(x)), // MSAM(f_8^3(x))
    ];
    return unit('fuse', channels, 1)(node(new Concatenate())(branches)); // Eq. 3
  }

  private attend(rate: number) {
    const name = `attend${rate}`;
    const { seed, ...shared } = this.unitOptions;
    return node(new MSAM({ name, grid: this.grid, ...shared, seed: partSeed(seed, name) }));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), width: this.width, grid: this.grid, ...this.unitOptions };
  }
}
