import * as tf from '@tensorflow/tfjs';

import { type BilinearGrid, requireGrid } from '../ops/resizeBilinear';
import { type Node, node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { BilinearUpsampling } from './bilinearUpsampling';
import { CompositeLayer } from './compositeLayer';
import { Conv2D } from './conv2d';
import { MaxPooling2D } from './maxPooling2d';
import { partSeed, type ResolvedUnitOptions, resolveUnitOptions, type UnitOptions, unitsOf } from './unit';

/** Options of {@link MSAM}. */
export interface MSAMOptions extends UnitOptions, LayerArgs {
  /** Grid of the bilinear upsampling. @defaultValue `'halfPixel'` */
  grid?: BilinearGrid;
}

/**
 * Multi-scale attention module: multiplies every value by a gate from 0 to 1, computed from the map at half, a quarter
 * and an eighth of its size.
 *
 * `[batch, height, width, channels]` → same shape. Sides that are multiples of 8 match the paper exactly; for
 * others, pooling also covers the border, and each upsampling resizes to the exact size of the next finer map. Options:
 * {@link MSAMOptions}.
 *
 * @throws OptionError if an option is out of range
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Fig. 3, Eq. 2
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { MSAM } from 'msa-unet';
 *
 * const x = tf.input({ shape: [64, 64, 16] });
 * const attended = new MSAM().apply(x) as tf.SymbolicTensor;
 * console.log(attended.shape); // [null, 64, 64, 16]
 * ```
 */
export class MSAM extends CompositeLayer {
  static readonly className = 'MsaUnetMSAM';
  readonly grid: BilinearGrid;
  private readonly unitOptions: ResolvedUnitOptions;

  constructor({ grid = 'halfPixel', convBias, momentum, seed, ...layerArgs }: MSAMOptions = {}) {
    super(layerArgsOf<MSAMOptions>('MSAM', layerArgs, { grid, convBias, momentum, seed }));
    requireGrid('MSAM', grid);
    this.grid = grid;
    this.unitOptions = resolveUnitOptions('MSAM', { convBias, momentum, seed });
  }

  protected override wire([x]: [Node]): Node {
    const channels = x.shape[3]!;
    const unit = unitsOf(this.unitOptions);
    const b2 = (f: Node, finer: Node) => node(new BilinearUpsampling({ grid: this.grid }))([f, finer]);
    const u = (name: string, f: Node, finer: Node) => b2(unit(name, channels, 3)(f), finer); // U(.) = b2(f3(.))

    const [f2, f4, f8] = [pool(2)(x), pool(4)(x), pool(8)(x)] as const;
    const fp4 = add(f4, u('at8', f8, f4)); // Eq. 2: F4' = F4 + U(F8)
    const fp2 = add(f2, u('at4', fp4, f2)); // Eq. 2: F2' = F2 + U(F4')
    const gate = this.gate(channels)(u('at2', fp2, x)); // Eq. 2: sigmoid(f1(U(F2')))
    return node(tf.layers.multiply())([x, gate]);
  }

  private gate(filters: number) {
    const seed = partSeed(this.unitOptions.seed, 'gate');
    return node(new Conv2D({ name: 'gate', filters, kernelSize: 1, activation: 'sigmoid', seed }));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), grid: this.grid, ...this.unitOptions };
  }
}

const pool = (poolSize: number) => node(new MaxPooling2D({ poolSize, padding: 'same' }));
const add = (a: Node, b: Node) => node(tf.layers.add())([a, b]);
