import * as tf from '@tensorflow/tfjs';

import { requireSeed } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { CompositeLayer } from './compositeLayer';
import { Conv2D } from './conv2d';
import { partSeed } from './unit';

/** Options of {@link DAC}. */
export interface DACOptions extends LayerArgs {
  /** Seed of the initialisation; every part derives its own from it. `null`: random. @defaultValue `null` */
  seed?: number | null;
}

/**
 * Dense atrous convolution block: the input plus four cascades of dilated convolutions, with receptive fields of 3, 7,
 * 9 and 19 pixels.
 *
 * `[batch, height, width, channels]` → same shape. Options: {@link DACOptions}.
 *
 * Differs from the paper: the cascades share one convolution per dilation rate, as in the authors' network, so that
 * each is computed once.
 *
 * @throws OptionError if the seed is not an integer
 * @see Gu et al., CE-Net, 2019, https://arxiv.org/abs/1903.02740, Fig. 3
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { DAC } from 'msa-unet';
 *
 * const deepest = tf.input({ shape: [6, 6, 64] });
 * const context = new DAC().apply(deepest) as tf.SymbolicTensor;
 * console.log(context.shape); // [null, 6, 6, 64]
 * ```
 */
export class DAC extends CompositeLayer {
  static readonly className = 'MsaUnetDAC';
  readonly seed: number | null;

  constructor({ seed = null, ...layerArgs }: DACOptions = {}) {
    super(layerArgsOf<DACOptions>('DAC', layerArgs, { seed }));
    requireSeed('DAC', seed);
    this.seed = seed;
  }

  protected override wire([x]: [Node]): Node {
    const conv = (name: string, kernelSize: number, dilation: number) =>
      node(new Conv2D({ name, filters: x.shape[3]!, kernelSize, dilation, seed: partSeed(this.seed, name) }));
    const [rate1, rate3, rate5] = [conv('rate1', 3, 1), conv('rate3', 3, 3), conv('rate5', 3, 5)];
    const point = conv('point', 1, 1);

    const a = rate1(x);
    const ba = rate3(a);
    return node(tf.layers.add())([
      x,
      relu(a), // 3×3
      relu(point(rate3(x))), // 7×7
      relu(point(ba)), // 9×9
      relu(point(rate5(ba))), // 19×19
    ]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), seed: this.seed };
  }
}

const relu = (x: Node) => node(tf.layers.reLU())(x);
