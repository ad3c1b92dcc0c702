import * as tf from '@tensorflow/tfjs';

import { requireInteger, requireOneOf, requireSeed } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { CompositeLayer } from './compositeLayer';
import { Conv2D } from './conv2d';
import { Conv2DTranspose } from './conv2dTranspose';
import { partSeed } from './unit';

/** Options of {@link CeNetHead}. */
export interface CeNetHeadOptions extends LayerArgs {
  /** Number of classes: output channels. */
  filters: number;
  /** Last activation. @defaultValue `'linear'` */
  activation?: 'linear' | 'sigmoid' | 'softmax';
  /** Seed of the initialisation; every part derives its own from it. `null`: random. @defaultValue `null` */
  seed?: number | null;
}

/**
 * Head of CE-Net: a transposed convolution to the size of the image and a 3×3 convolution, both at half of the input
 * channels and with ReLU, then a 3×3 convolution to the classes. All have biases; none is normalised.
 *
 * `[batch, height, width, channels]` → `[batch, 2 · height, 2 · width, filters]`. Options: {@link CeNetHeadOptions}.
 *
 * @throws OptionError if an option is out of range
 * @see Gu et al., CE-Net, 2019, https://arxiv.org/abs/1903.02740, Fig. 2
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { CeNetHead } from 'msa-unet';
 *
 * const x = tf.input({ shape: [96, 96, 64] });
 * const mask = new CeNetHead({ filters: 1, activation: 'sigmoid' }).apply(x) as tf.SymbolicTensor;
 * console.log(mask.shape); // [null, 192, 192, 1]
 * ```
 */
export class CeNetHead extends CompositeLayer {
  static readonly className = 'MsaUnetCeNetHead';
  private readonly options: Required<Omit<CeNetHeadOptions, keyof LayerArgs>>;

  constructor({ filters, activation = 'linear', seed = null, ...layerArgs }: CeNetHeadOptions) {
    super(layerArgsOf<CeNetHeadOptions>('CeNetHead', layerArgs, { filters, activation, seed }));
    requireInteger('CeNetHead', 'filters', filters);
    requireOneOf('CeNetHead', 'activation', activation, ['linear', 'sigmoid', 'softmax']);
    requireSeed('CeNetHead', seed);
    this.options = { filters, activation, seed };
  }

  protected override wire([x]: [Node]): Node {
    const { filters, activation, seed } = this.options;
    const narrow = Math.ceil(x.shape[3]! / 2);
    const named = (name: string) => ({ name, seed: partSeed(seed, name) });
    const up = node(new Conv2DTranspose({ ...named('up'), filters: narrow, kernelSize: 4, stride: 2 }));
    const conv = node(new Conv2D({ ...named('conv'), filters: narrow, activation: 'relu' }));
    const last = node(new Conv2D({ ...named('last'), filters, activation }));
    return last(conv(node(tf.layers.reLU())(up(x))));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
