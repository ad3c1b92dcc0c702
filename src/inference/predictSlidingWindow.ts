import * as tf from '@tensorflow/tfjs';

import { requireInteger, requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { predictPadded } from './predictPadded';
import { ofLogits } from './predictWithFlips';
import { requireImages } from './requireImages';
import { preprocess, splitPreprocessing } from './splitPreprocessing';

/** Options of {@link predictSlidingWindow}. */
export interface PredictSlidingWindowOptions {
  /** Height and width of the windows in pixels; `null`: those of the images that the model takes. @defaultValue `null` */
  windowSize?: readonly [height: number, width: number] | null;
  /** Share of a window's side that its neighbour covers too, at least: from 0 to below 1. @defaultValue `0.5` */
  overlap?: number;
  /** Windows (one of each image) per run of the model. @defaultValue `1` */
  batchSize?: number;
  /** The model puts out logits (`activation: 'linear'`), of which probabilities are made before they are blended. @defaultValue `false` */
  fromLogits?: boolean;
}

/**
 * Predicts images that are larger than those that the model takes: window by window, evenly spread over the image, and
 * blended with the weights of a gaussian, as a network knows most about the middle of what it sees.
 *
 * `[batch, height, width, channels]` → probabilities `[batch, height, width, classes]`. The gaussian's standard deviation
 * is an eighth of the window's side. Where an image is smaller than a window, the window ends with the image and is padded
 * as by `predictPadded`. A model of `addPreprocessing` preprocesses the whole image first.
 *
 * @throws RangeError if an option is out of range, or the model is of no fixed size and `windowSize` is not given
 */
export function predictSlidingWindow(
  model: tf.LayersModel,
  images: tf.Tensor4D,
  { windowSize = null, overlap = 0.5, batchSize = 1, fromLogits = false, ...others }: PredictSlidingWindowOptions = {},
): tf.Tensor4D {
  requireKnown<PredictSlidingWindowOptions>('predictSlidingWindow', others, {
    windowSize,
    overlap,
    batchSize,
    fromLogits,
  });
  requireImages('predictSlidingWindow', images);
  if (!(overlap >= 0 && overlap < 1))
    throw invalidOption('predictSlidingWindow', 'overlap', 'at least 0 and below 1', overlap);
  const { first, rest } = splitPreprocessing('predictSlidingWindow', model);
  const [height, width] = sidesOf(rest, windowSize);
  const rows = windowsAlong(images.shape[1], height, overlap);
  const columns = windowsAlong(images.shape[2], width, overlap);
  const padded = (window: tf.Tensor4D) => predictPadded(rest, window, { batchSize });
  const predict = fromLogits ? ofLogits(padded) : padded;
  return tf.tidy(() => {
    const grey = preprocess(first, images);
    const weights = outer(rows.weights, columns.weights);
    const sum = rows.starts
      .flatMap((y) => columns.starts.map((x) => [y, x] as const))
      .reduce<tf.Tensor4D | null>((before, [y, x]) => {
        const after = tf.tidy(() => {
          const window = grey.slice([0, y, x, 0], [-1, rows.side, columns.side, -1]);
          const part = spread(predict(window).mul(weights), [y, x], images.shape);
          return before ? before.add<tf.Tensor4D>(part) : part;
        });
        before?.dispose();
        return after;
      }, null);
    return sum!.div<tf.Tensor4D>(outer(rows.totals, columns.totals));
  });
}

function sidesOf(
  model: tf.LayersModel,
  windowSize: readonly [height: number, width: number] | null,
): readonly [height: number, width: number] {
  const [, ...fixed] = model.inputs[0]!.shape;
  return ([0, 1] as const).map((axis) => {
    const side = windowSize?.[axis] ?? fixed[axis];
    if (typeof side !== 'number')
      throw invalidOption('predictSlidingWindow', 'windowSize', 'given for a model of open sides', windowSize);
    requireInteger('predictSlidingWindow', 'windowSize', side);
    return side;
  }) as [number, number];
}

/** The windows of one axis. */
interface Windows {
  /** Length of each. */
  readonly side: number;
  readonly starts: readonly number[];
  /** Weights of a window's pixels, 1 at most. */
  readonly weights: readonly number[];
  /** Sum of the weights at each pixel of the axis. */
  readonly totals: readonly number[];
}

/** As few windows as overlap enough, evenly from end to end. */
function windowsAlong(length: number, longest: number, overlap: number): Windows {
  const side = Math.min(length, longest);
  const step = Math.max(1, Math.floor(side * (1 - overlap)));
  const gaps = Math.ceil((length - side) / step);
  const starts = Array.from({ length: gaps + 1 }, (_, i) => Math.round((i * (length - side)) / Math.max(1, gaps)));
  const weights = Array.from({ length: side }, (_, i) => Math.exp(-32 * ((i - (side - 1) / 2) / side) ** 2));
  const totals = Array.from({ length }, (_, i) => starts.reduce((sum, start) => sum + (weights[i - start] ?? 0), 0));
  return { side, starts, weights, totals };
}

/** The product of a number for each row and one for each column, `[1, height, width, 1]`. */
const outer = (rows: readonly number[], columns: readonly number[]): tf.Tensor4D =>
  tf.mul(tf.tensor4d([...rows], [1, rows.length, 1, 1]), tf.tensor4d([...columns], [1, 1, columns.length, 1]));

/** A window in its place in an image that is 0 elsewhere. */
function spread(
  window: tf.Tensor4D,
  [y, x]: readonly [number, number],
  [, height, width]: readonly number[],
): tf.Tensor4D {
  const [, rows, columns] = window.shape;
  return window.pad([
    [0, 0],
    [y, height! - y - rows],
    [x, width! - x - columns],
    [0, 0],
  ]);
}
