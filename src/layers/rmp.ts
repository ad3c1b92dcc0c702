import type * as tf from '@tensorflow/tfjs';

import { requireSeed } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { BilinearUpsampling } from './bilinearUpsampling';
import { CompositeLayer } from './compositeLayer';
import { Concatenate } from './concatenate';
import { Conv2D } from './conv2d';
import { MaxPooling2D } from './maxPooling2d';
import { partSeed } from './unit';

/** Options of {@link RMP}. */
export interface RMPOptions extends LayerArgs {
  /** Seed of the initialisation. `null`: random. @defaultValue `null` */
  seed?: number | null;
}

/**
 * Residual multi-kernel pooling: appends four channels to the map. Each is the map max-pooled by 2, 3, 5 or 6, squeezed
 * to one channel by a shared 1×1 convolution, and upsampled to the map's size.
 *
 * `[batch, height, width, channels]` → `[batch, height, width, channels + 4]`; both sides must be at least 6. Options:
 * {@link RMPOptions}.
 *
 * @throws OptionError if the seed is not an integer
 * @see Gu et al., CE-Net, 2019, https://arxiv.org/abs/1903.02740, Fig. 4
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { RMP } from 'msa-unet';
 *
 * const context = tf.input({ shape: [6, 6, 64] });
 * const y = new RMP().apply(context) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 6, 6, 68]
 * ```
 */
export class RMP extends CompositeLayer {
  static readonly className = 'MsaUnetRMP';
  readonly seed: number | null;

  constructor({ seed = null, ...layerArgs }: RMPOptions = {}) {
    super(layerArgsOf<RMPOptions>('RMP', layerArgs, { seed }));
    requireSeed('RMP', seed);
    this.seed = seed;
  }

  protected override wire([x]: [Node]): Node {
    const seed = partSeed(this.seed, 'squeeze');
    const squeeze = node(new Conv2D({ name: 'squeeze', filters: 1, kernelSize: 1, seed }));
    const upsample = node(new BilinearUpsampling());
    const pooled = (poolSize: number) => upsample([squeeze(node(new MaxPooling2D({ poolSize }))(x)), x]);
    return node(new Concatenate())([pooled(2), pooled(3), pooled(5), pooled(6), x]); // [m2; m3; m5; m6; x]
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), seed: this.seed };
  }
}
