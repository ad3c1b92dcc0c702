import * as tf from '@tensorflow/tfjs';
import { resampleAxes } from '../ops/resampleAxes';
import { requireInteger, requireKnown, requireRange } from '../utils/check';
import { invalidOption } from '../utils/errors';
import type { Neighbours } from '../utils/neighbours';
import { OptionError } from '../utils/optionError';
import { Random } from '../utils/random';
import { requireFloat } from '../utils/requireFloat';
import { requireMap } from '../utils/requireMaps';
import { swapChannelsOf } from '../utils/swapChannels';
import { type AxisDraw, drawAxis, sourcesOf } from './augmentAxis';

/** Options of {@link Augmentation}; each change can be switched off. */
export interface AugmentationOptions {
  /** Maximum cut at each of the four sides, as a share of height or width, from 0 (off) to 0.5. @defaultValue `0.1` */
  crop?: number;
  /** Whether to mirror images left to right with probability 1/2. @defaultValue `true` */
  horizontalFlip?: boolean;
  /** Whether to mirror images top to bottom with probability 1/2. @defaultValue `true` */
  verticalFlip?: boolean;
  /** Maximum translation, as a share of height and width, from 0 (off) to 1. @defaultValue `0.1` */
  translate?: number;
}

/** Images and their masks, `[batch, height, width, channels]` each; their numbers of channels may differ. */
export interface ImagesAndMasks {
  readonly x: tf.Tensor4D;
  readonly y: tf.Tensor4D;
}

/** State of an {@link Augmentation}'s random number generator: four whole numbers, which JSON can hold. */
export type AugmentationState = [number, number, number, number];

/**
 * Random augmentation of training images and their masks: crops each side by U(0, `crop`) and stretches the rest back,
 * flips with probability 1/2, and translates by U(−`translate`, `translate`) in x and y. Options:
 * {@link AugmentationOptions}.
 *
 * All changes are one resampling: bilinear for images, nearest neighbour for masks, 0 where the translation leaves a
 * gap. Masks stay in {0, 1}, and flips alone are exact. The random numbers are drawn on the host, so that one seed
 * gives the same images on every backend.
 *
 * @throws OptionError if an option is out of range
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, data augmentation
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { Augmentation } from 'msa-unet';
 *
 * const augmentation = new Augmentation({ verticalFlip: false }, 42); // seed 42
 * const batch = { x: tf.randomUniform<tf.Rank.R4>([2, 32, 32, 1]), y: tf.ones<tf.Rank.R4>([2, 32, 32, 1]) };
 * const { x, y } = augmentation.augment(batch);
 * console.log(x.shape, y.shape); // [2, 32, 32, 1] [2, 32, 32, 1]
 * ```
 */
export class Augmentation {
  /** The options, defaults filled in. */
  readonly options: Readonly<Required<AugmentationOptions>>;
  private readonly random: Random;

  /** @param seed any integer */
  constructor(
    { crop = 0.1, horizontalFlip = true, verticalFlip = true, translate = 0.1, ...others }: AugmentationOptions = {},
    seed = 0,
  ) {
    this.options = { crop, horizontalFlip, verticalFlip, translate };
    requireKnown<AugmentationOptions>('Augmentation', others, this.options);
    requireRange('Augmentation', 'crop', crop, 0, 0.5);
    requireRange('Augmentation', 'translate', translate, 0, 1);
    requireInteger('Augmentation', 'seed', seed, -Infinity);
    this.random = new Random(seed);
  }

  /**
   * Augments a batch with a new random draw per image. The caller owns the two returned tensors; the inputs are
   * unchanged.
   *
   * @param mirrored pairs of channels of `y` that are mirror images of each other, such as left and right kidney: they
   * change places in images with one flip, as a mirrored left kidney looks like a right one; two flips are a rotation
   * @throws OptionError if a tensor is not of rank 4 or not float32, or the two differ in batch, height or width
   */
  augment({ x, y }: ImagesAndMasks, mirrored: readonly (readonly [number, number])[] = []): ImagesAndMasks {
    requireMap('Augmentation', x.shape);
    requireMap('Augmentation', y.shape);
    requireFloat('Augmentation', { x, y });
    const [batch, height, width] = x.shape;
    if (x.shape.slice(0, 3).join() !== y.shape.slice(0, 3).join()) throw unlike(x, y);
    const { crop, translate, verticalFlip, horizontalFlip } = this.options;
    const draws = Array.from({ length: batch }, () => ({
      rows: drawAxis(this.random, { crop, flip: verticalFlip, translate }),
      columns: drawAxis(this.random, { crop, flip: horizontalFlip, translate }),
    }));
    const sources = (pick: (draw: (typeof draws)[number]) => AxisDraw, length: number, linear: boolean): Neighbours[] =>
      draws.flatMap((draw) => sourcesOf(pick(draw), length, linear));
    const resample = (maps: tf.Tensor4D, linear: boolean) =>
      resampleAxes(maps, {
        rows: sources(({ rows }) => rows, height, linear),
        columns: sources(({ columns }) => columns, width, linear),
      });
    const once = draws.map(({ rows, columns }) => rows.flip !== columns.flip);
    return {
      x: resample(x, true),
      y: tf.tidy(() => swapChannelsOf(resample(y, false), mirrored, once)),
    };
  }

  /** Returns a copy of the random number generator's state. */
  getState(): AugmentationState {
    return this.random.getState();
  }

  /**
   * Restores a state of {@link Augmentation.getState}; the draws continue from there.
   *
   * @throws OptionError if the state is not four whole numbers from 0 to 4294967295
   */
  setState(state: AugmentationState): void {
    const isWord = (value: unknown) => Number.isInteger(value) && (value as number) >>> 0 === value;
    if (!(Array.isArray(state) && state.length === 4 && state.every(isWord)))
      throw invalidOption('Augmentation', 'state', 'four whole numbers from 0 to 4294967295', state);
    this.random.setState(state);
  }
}

const unlike = (x: tf.Tensor4D, y: tf.Tensor4D) =>
  new OptionError({
    owner: 'Augmentation',
    option: 'y',
    expected: 'of the same batch, height and width as `x`',
    received: y,
    problem:
      '`x` and `y` must have the same batch, height and width; received ' +
      `[${x.shape.join(', ')}] and [${y.shape.join(', ')}]`,
  });
