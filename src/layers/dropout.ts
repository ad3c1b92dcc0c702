import * as tf from '@tensorflow/tfjs';

import { dropout } from '../ops/dropout';
import { requireInteger, requireSeed } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';
import { deriveSeed } from '../utils/random';

/** Options of {@link Dropout}. */
export interface DropoutOptions extends LayerArgs {
  /** Share of the values that are dropped, from 0 to below 1. */
  rate: number;
  /** Seed of the draws; `null`: a new one every time. @defaultValue `null` */
  seed?: number | null;
}

/** What {@link Dropout} must remember to go on with the same draws. */
export interface DropoutState {
  /** Draws so far. */
  calls: number;
  /** Seed that it draws with, its own where it was made without one; to be left out where that stays. */
  seed?: number;
}

/**
 * Drops single values in training and scales the rest up; the identity in inference. Shapes stay as they are.
 *
 * Differs from `tf.layers.dropout`, which with a seed drops the same values on every call.
 *
 * @see Srivastava et al., Dropout, 2014, https://jmlr.org/papers/v15/srivastava14a.html
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
    return dropout(x, this.rate, () => deriveSeed(this.drawSeed, String(this.calls++))); // the next call draws anew
  }

  /** What a resumed training needs to draw what an uninterrupted one would. */
  getState(): Required<DropoutState> {
    return { calls: this.calls, seed: this.drawSeed };
  }

  /** Goes on where {@link Dropout.getState} was called. */
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

/** Throws unless the option is a share that may be dropped: not all of it. */
export function requireRate(owner: string, option: string, rate: number): void {
  if (!(rate >= 0 && rate < 1)) throw invalidOption(owner, option, 'from 0 to below 1', rate);
}
