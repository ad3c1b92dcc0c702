import * as tf from '@tensorflow/tfjs';

import { modelLabels } from '../data/labels/modelLabels';
import type { Predict } from '../utils/averageOverFlips';
import { requireInteger, requireKnown, requireSides } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { predictPadded } from './predictPadded';
import { ofLogits } from './predictWithFlips';
import { requireImages } from './requireImages';
import { type SlidingWindows, slidingWindows } from './slidingWindows';
import { preprocess, splitPreprocessing } from './splitPreprocessing';

/** Options of {@link predictSlidingWindow}. */
export interface PredictSlidingWindowOptions {
  /** Height and width of the windows in pixels. `null`: the model's input size. @defaultValue `null` */
  windowSize?: readonly [height: number, width: number] | null;
  /** Minimum overlap of neighbouring windows, as a share of their side, from 0 to below 1. @defaultValue `0.5` */
  overlap?: number;
  /** Windows per run of the model, of one image or of several. @defaultValue `1` */
  batchSize?: number;
  /**
   * Whether the model returns logits (`activation: 'linear'`), which are converted to probabilities before blending.
   * @defaultValue `false`
   */
  fromLogits?: boolean;
  /**
   * Whether the channels are regions that may overlap, each with a sigmoid, and not exclusive classes; only logits need it.
   * @defaultValue that of the model's labels, else `false`
   */
  regions?: boolean;
}

/**
 * Predicts images larger than the model's input: in evenly spread, overlapping windows, blended with Gaussian weights
 * because a network is most reliable in the middle of its input.
 *
 * `[batch, height, width, channels]` → probabilities `[batch, height, width, classes]`. The gaussian's standard deviation
 * is an eighth of the window's side, and no weight is below 1e-3 of the centre's. Where an image is smaller than a window,
 * the window ends with the image and is padded as by `predictPadded`. A model of `addPreprocessing` preprocesses the whole image first.
 *
 * @throws OptionError if an option is out of range, or the model has no fixed size and `windowSize` is missing
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { buildUnet, predictSlidingWindow } from 'msa-unet';
 *
 * const model = buildUnet([16, 16, 1], { baseFilters: 2, depth: 2 });
 * const slice = tf.randomUniform<tf.Rank.R4>([1, 40, 24, 1]);
 * console.log(predictSlidingWindow(model, slice, { overlap: 0.25 }).shape); // [1, 40, 24, 1]
 * ```
 */
export function predictSlidingWindow(
  model: tf.LayersModel,
  images: tf.Tensor4D,
  options: PredictSlidingWindowOptions = {},
): tf.Tensor4D {
  const { windowSize = null, overlap = 0.5, batchSize = 1, fromLogits = false } = options;
  requireKnown<PredictSlidingWindowOptions>('predictSlidingWindow', options, {
    windowSize,
    overlap,
    batchSize,
    fromLogits,
    regions: 0,
  });
  requireInteger('predictSlidingWindow', 'batchSize', batchSize);
  requireImages('predictSlidingWindow', images);
  if (!(overlap >= 0 && overlap < 1))
    throw invalidOption('predictSlidingWindow', 'overlap', 'at least 0 and below 1', overlap);
  const { first, rest } = splitPreprocessing('predictSlidingWindow', model);
  const [batch, height, width] = images.shape;
  const windows = slidingWindows([height, width], sidesOf(rest, windowSize), overlap);
  const padded: Predict = (some) => predictPadded(rest, some, { batchSize });
  const { regions = modelLabels(model)?.regions ?? false } = options;
  const predict = fromLogits ? ofLogits(padded, regions) : padded;
  return tf.tidy(() => {
    const grey = preprocess(first, images);
    const weights = tf.tensor4d(windows.weights, [1, ...windows.sides, 1]);
    const all = Array.from({ length: batch }, (_, image) => windows.starts.map((start) => ({ image, start }))).flat();
    const sums: (tf.Tensor4D | undefined)[] = [];
    for (let from = 0; from < all.length; from += batchSize) {
      const some = all.slice(from, from + batchSize);
      const parts = tf.tidy(() =>
        tf.split(predict(cut(grey, some, windows)).mul<tf.Tensor4D>(weights), some.length),
      ) as tf.Tensor4D[];
      for (const [i, place] of some.entries()) addAt(sums, place, parts[i]!, images.shape);
    }
    return tf.concat(sums as tf.Tensor4D[]).div<tf.Tensor4D>(tf.tensor4d(windows.totals, [1, height, width, 1]));
  });
}

/** One window of one of the images. */
interface Place {
  readonly image: number;
  readonly start: readonly [y: number, x: number];
}

/** The pixels of windows as one batch. */
const cut = (images: tf.Tensor4D, places: readonly Place[], { sides }: SlidingWindows): tf.Tensor4D =>
  tf.concat(places.map(({ image, start }) => images.slice([image, ...start, 0], [1, ...sides, -1])));

/** Adds a window in its place to the sum of its image, and frees what it has taken in. */
function addAt(
  sums: (tf.Tensor4D | undefined)[],
  { image, start: [y, x] }: Place,
  window: tf.Tensor4D,
  [, height, width]: readonly number[],
): void {
  const before = sums[image];
  const [, rows, columns] = window.shape;
  sums[image] = tf.tidy(() => {
    const spread = window.pad([
      [0, 0],
      [y, height! - y - rows],
      [x, width! - x - columns],
      [0, 0],
    ]) as tf.Tensor4D;
    return before ? before.add<tf.Tensor4D>(spread) : spread;
  });
  tf.dispose([window, before ?? []]);
}

function sidesOf(
  model: tf.LayersModel,
  windowSize: readonly [height: number, width: number] | null,
): readonly [height: number, width: number] {
  const [, ...fixed] = model.inputs[0]!.shape;
  if (windowSize !== null) requireSides('predictSlidingWindow', 'windowSize', windowSize);
  return ([0, 1] as const).map((axis) => {
    const side = windowSize?.[axis] ?? fixed[axis];
    if (typeof side !== 'number')
      throw invalidOption('predictSlidingWindow', 'windowSize', 'given for a model of open sides', windowSize);
    requireInteger('predictSlidingWindow', 'windowSize', side);
    return side;
  }) as [number, number];
}
