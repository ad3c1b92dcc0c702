import type * as tf from '@tensorflow/tfjs';
import { resampleAxes } from '../ops/resampleAxes';
import { requireInteger, requireKnown, requireRange } from '../utils/check';
import { invalidOption } from '../utils/errors';
import type { Neighbours } from '../utils/neighbours';
import { OptionError } from '../utils/optionError';
import { Random } from '../utils/random';
import { requireFloat } from '../utils/requireFloat';
import { requireMap } from '../utils/requireMaps';
import { type AxisDraw, drawAxis, sourcesOf } from './augmentAxis';

/** What {@link Augmentation} may do to images and their masks; each can be switched off. */
export interface AugmentationOptions {
  /** The most that is cut off at each of the four sides, as a share of height or width, 0 (off) to 0.5. @defaultValue `0.1` */
  crop?: number;
  /** Whether every other image is mirrored left to right. @defaultValue `true` */
  horizontalFlip?: boolean;
  /** Whether every other image is mirrored top to bottom. @defaultValue `true` */
  verticalFlip?: boolean;
  /** The most that an image moves, as a share of height and width, 0 (off) to 1. @defaultValue `0.1` */
  translate?: number;
}

/** Images and their masks, `[batch, height, width, channels]` each; the numbers of channels may differ. */
export interface ImagesAndMasks {
  readonly x: tf.Tensor4D;
  readonly y: tf.Tensor4D;
}

/** Where an {@link Augmentation} stands in its random numbers: four whole numbers, to be saved as JSON. */
export type AugmentationState = [number, number, number, number];

/**
 * Changes training images at random, and their masks alike: every side is cut by U(0, `crop`) and the rest stretched back,
 * flips with probability 1/2, a translation by U(−`translate`, `translate`) in x and y.
 *
 * All of it is one resampling: images bilinear, masks nearest, 0 where the picture moved away from. Masks stay in {0, 1},
 * flips alone are exact. Random numbers come from the host: one seed gives the same on every backend.
 *
 * @example `const { x, y } = new Augmentation({ verticalFlip: false }, 1).augment(batch);`
 * @throws RangeError if an option is out of range
 * @see the paper, data augmentation
 */
export class Augmentation {
  /** The options with their defaults. */
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
   * Draws anew for every image. The caller owns the two tensors that come back; those that went in stay as they are.
   *
   * @throws RangeError if a tensor is no map, or the two differ in batch, height or width; TypeError if one is not float32
   */
  augment({ x, y }: ImagesAndMasks): ImagesAndMasks {
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
    return { x: resample(x, true), y: resample(y, false) };
  }

  /** Where the random numbers stand; a copy. */
  getState(): AugmentationState {
    return this.random.getState();
  }

  /**
   * Goes on from a state of {@link Augmentation.getState} as if it had never stopped.
   *
   * @throws RangeError if it is none
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
