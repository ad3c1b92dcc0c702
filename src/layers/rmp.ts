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
  /** Seed of the initialisation; `null`: a new draw every time. @defaultValue `null` */
  seed?: number | null;
}

/**
 * Residual multi-kernel pooling: the map with four channels more, each the map pooled by 2, 3, 5 or 6, squeezed to one
 * channel by a 1×1 convolution that all four share, and brought back to size.
 *
 * `[batch, height, width, channels]` → `[batch, height, width, channels + 4]`; sides are at least 6.
 *
 * @see Gu et al., CE-Net, 2019, https://arxiv.org/abs/1903.02740, Fig. 4
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
