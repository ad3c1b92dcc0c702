import * as tf from '@tensorflow/tfjs';

import { dropout } from '../ops/dropout';
import { requireInteger, requireSeed } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';
import { deriveSeed } from '../utils/random';

/** Options of {@link Dropout}. */
export interface DropoutOptions extends LayerArgs {
  /** Share of the values to drop, from 0 to below 1. */
  rate: number;
  /** Seed of the masks. `null`: random. @defaultValue `null` */
  seed?: number | null;
}

/** State of a {@link Dropout}, for resuming a training. */
export interface DropoutState {
  /** Number of masks drawn so far. */
  calls: number;
  /** Seed of the masks, random if the layer was made without one. If omitted, `setState` keeps the current seed. */
  seed?: number;
}

/**
 * Drops single values in training and scales up the rest; the identity in inference.
 *
 * Any shape → same shape. Options: {@link DropoutOptions}.
 *
 * Differs from `tf.layers.dropout`, which drops the same values on every call if it has a seed.
 *
 * @throws OptionError if an option is out of range
 * @see Srivastava et al., Dropout, 2014, https://jmlr.org/papers/v15/srivastava14a.html
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { Dropout } from 'msa-unet';
 *
 * const x = tf.ones([1, 8, 8, 4]);
 * const y = new Dropout({ rate: 0.5, seed: 1 }).apply(x, { training: true }) as tf.Tensor;
 * console.log(y.min().arraySync(), y.max().arraySync()); // 0 2
 * ```
 */
export class Dropout extends tf.layers.Layer {
  static readonly className = 'MsaUnetDropout';
  readonly rate: number;
  readonly seed: number | null;
  private drawSeed: number;
  private calls = 0;

  constructor({ rate, seed = null, ...layerArgs }: DropoutOptions) {
    super(layerArgsOf<DropoutOptions>('Dropout', layerArgs, { rate, seed }));
    requireRate('Dropout', 'rate', rate);
    requireSeed('Dropout', seed);
    this.rate = rate;
    this.seed = seed;
    this.drawSeed = seed ?? Math.floor(Math.random() * 2 ** 31);
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training = false }: { training?: boolean }): tf.Tensor {
    const x = onlyTensor(inputs);
    if (!training || this.rate === 0) return tf.clone(x);
    return dropout(x, this.rate, () => deriveSeed(this.drawSeed, String(this.calls++))); // every call draws a new mask
  }

  /** Returns the state from which {@link Dropout.setState} continues with the same masks. */
  getState(): Required<DropoutState> {
    return { calls: this.calls, seed: this.drawSeed };
  }

  /**
   * Continues with the masks that would have followed {@link Dropout.getState}.
   *
   * @throws OptionError if `calls` or `seed` is not an integer, or `calls` is negative
   */
  setState({ calls, seed = this.drawSeed }: DropoutState): void {
    requireInteger('Dropout', 'calls', calls, 0);
    requireInteger('Dropout', 'seed', seed, -Infinity);
    this.calls = calls;
    this.drawSeed = seed;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed };
  }
}

/** Throws unless the rate is at least 0 and below 1. */
export function requireRate(owner: string, option: string, rate: number): void {
  if (!(rate >= 0 && rate < 1)) throw invalidOption(owner, option, 'from 0 to below 1', rate);
}
