import * as tf from '@tensorflow/tfjs';

import { dropBlockMask } from '../ops/dropBlockMask';
import { drawn } from '../ops/sideEffects';
import { requireInteger, requireKnown, requirePositive, requireSeed } from '../utils/check';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';
import { deriveSeed, Random } from '../utils/random';

/** Settings of {@link DropBlock}. */
export interface DropBlockSettings {
  /** Side b of a dropped block, in pixels; clipped to the map and rounded down to an odd number. @defaultValue `7` */
  blockSize?: number;
  /** Share k of the map that is kept on average, above 0 and at most 1. @defaultValue `0.9` */
  keepProb?: number;
  /** Whether each channel gets its own mask; otherwise all channels of a sample share one. @defaultValue `true` */
  perChannel?: boolean;
  /**
   * Number T of training calls over which the kept share falls linearly from 1 to `keepProb`. 0: constant.
   * @defaultValue `0`
   */
  rampSteps?: number;
}

/** Options of {@link DropBlock}. */
export interface DropBlockOptions extends DropBlockSettings, LayerArgs {
  /** Seed of the masks. `null`: random. @defaultValue `null` */
  seed?: number | null;
}

/** State of a {@link DropBlock}, for resuming a training. */
export interface DropBlockState {
  /** Number of masks drawn so far. */
  calls: number;
  /** Seed of the masks, random if the layer was made without one. If omitted, `setState` keeps the current seed. */
  seed?: number;
}

/**
 * Drops contiguous blocks of a map in training and scales up the rest; the identity in inference.
 *
 * `[batch, height, width, channels]` → same shape. Options: {@link DropBlockOptions}.
 *
 * @throws OptionError if an option is out of range
 * @see Ghiasi, Lin and Le, DropBlock, 2018, https://arxiv.org/abs/1810.12890, Algorithm 1, Eq. 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { DropBlock } from 'msa-unet';
 *
 * const x = tf.ones([1, 32, 32, 4]);
 * const y = new DropBlock({ blockSize: 5, keepProb: 0.8, seed: 1 }).apply(x, { training: true }) as tf.Tensor;
 * console.log(y.min().dataSync()[0], y.mean().dataSync()[0]!.toFixed(3)); // 0 1.000
 * ```
 */
export class DropBlock extends tf.layers.Layer {
  static readonly className = 'MsaUnetDropBlock';
  private readonly options: Required<DropBlockSettings> & { seed: number | null };
  private drawSeed: number;
  private calls = 0;

  constructor({ blockSize, keepProb, perChannel, rampSteps, seed = null, ...layerArgs }: DropBlockOptions = {}) {
    super(layerArgsOf<DropBlockOptions>('DropBlock', layerArgs, { blockSize, keepProb, perChannel, rampSteps, seed }));
    requireSeed('DropBlock', seed);
    this.options = { ...resolveDropBlock('DropBlock', { blockSize, keepProb, perChannel, rampSteps }), seed };
    this.drawSeed = seed ?? Math.floor(Math.random() * 2 ** 31);
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training = false }: { training?: boolean }): tf.Tensor {
    const x = onlyTensor<tf.Tensor4D>(inputs);
    const { keepProb, perChannel } = this.options;
    if (!training || keepProb === 1) return tf.clone(x);
    const { shape } = x;
    const maskShape = [...shape.slice(0, 3), perChannel ? shape[3] : 1];
    const mask = () => this.nextMask(shape);
    return tf.tidy(() => tf.mul(x, drawn(maskShape, mask))); // Algorithm 1, lines 6 and 7
  }

  private nextMask(shape: [number, number, number, number]): tf.Tensor4D {
    const { perChannel } = this.options;
    const [, height, width] = shape;
    const blockSize = oddBlock(this.options.blockSize, height, width);
    const gamma = dropBlockGamma(this.keepProbAt(this.calls), blockSize, height, width);
    const random = new Random(deriveSeed(this.drawSeed, String(this.calls)));
    this.calls++; // every call draws a new mask
    return dropBlockMask({ shape, blockSize, gamma, perChannel }, random);
  }

  /** k(t) = 1 − t/T (1 − k) */
  private keepProbAt(calls: number): number {
    const { keepProb, rampSteps } = this.options;
    return rampSteps === 0 ? keepProb : 1 - Math.min(1, calls / rampSteps) * (1 - keepProb);
  }

  /** Returns the state from which {@link DropBlock.setState} continues with the same masks. */
  getState(): Required<DropBlockState> {
    return { calls: this.calls, seed: this.drawSeed };
  }

  /**
   * Continues with the masks that would have followed {@link DropBlock.getState}.
   *
   * @throws OptionError if `calls` or `seed` is not an integer, or `calls` is negative
   */
  setState({ calls, seed = this.drawSeed }: DropBlockState): void {
    requireInteger('DropBlock', 'calls', calls, 0);
    requireInteger('DropBlock', 'seed', seed, -Infinity);
    this.calls = calls;
    this.drawSeed = seed;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}

/** Fills in the defaults and throws if a value is out of range. */
export function resolveDropBlock(
  owner: string,
  { blockSize = 7, keepProb = 0.9, perChannel = true, rampSteps = 0, ...others }: DropBlockSettings,
): Required<DropBlockSettings> {
  requireKnown<DropBlockSettings>(owner, others, { blockSize, keepProb, perChannel, rampSteps });
  requireInteger(owner, 'blockSize', blockSize);
  requirePositive(owner, 'keepProb', keepProb, 1);
  requireInteger(owner, 'rampSteps', rampSteps, 0);
  return { blockSize, keepProb, perChannel, rampSteps };
}

/** Computes γ, the probability that a valid position is the centre of a dropped block. All lengths are in pixels. */
export function dropBlockGamma(keepProb: number, blockSize: number, height: number, width: number): number {
  const valid = (height - blockSize + 1) * (width - blockSize + 1);
  return ((1 - keepProb) / blockSize ** 2) * ((height * width) / valid); // Eq. 1
}

/** Clips the block to the map and rounds it down to an odd side, so that it has a centre. */
export function oddBlock(blockSize: number, height: number, width: number): number {
  const fitting = Math.min(blockSize, height, width);
  return fitting % 2 === 0 ? fitting - 1 : fitting;
}
