import * as tf from '@tensorflow/tfjs';
import type { ClaheOptions } from '../ops/claheGrid';
import { resizeBilinear } from '../ops/resizeBilinear';
import { CLAHE } from '../preprocess/clahe';
import { HUWindow } from '../preprocess/huWindow';
import type { HuWindowOptions } from '../preprocess/windowHu';
import { averageOverFlips, type Predict } from '../utils/averageOverFlips';
import { requireInteger, requireRange } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { predictPadded } from './predictPadded';
import { type PredictSlidingWindowOptions, predictSlidingWindow } from './predictSlidingWindow';
import { ofLogits } from './predictWithFlips';
import { preprocess, type SplitModel, splitPreprocessing } from './splitPreprocessing';

/** How slices of a scan are predicted. */
export interface PredictSlicesOptions {
  /**
   * Height and width that preprocessed slices are resized to for the network, in pixels, as `prepareSlices` did it for
   * training; the probabilities are resized back. `null` leaves them as they are. @defaultValue `null`
   */
  size?: readonly [height: number, width: number] | null;
  /** The CT window, for a model without preprocessing of its own. @defaultValue the paper's, −200 to 250 HU */
  window?: HuWindowOptions;
  /** How contrast is equalised for a model without preprocessing; `null` leaves it. @defaultValue the paper's: `{}` */
  clahe?: ClaheOptions | null;
  /** Slices that are on the device at a time. @defaultValue `4` */
  batchSize?: number;
  /** What padded sides are multiples of, as for `predictPadded`. @defaultValue `null`: what the model asks for */
  multiple?: number | null;
  /** Predicts by overlapping windows, for slices larger than a model of fixed size; `null`: whole slices, padded. @defaultValue `null` */
  slidingWindow?: Pick<PredictSlidingWindowOptions, 'windowSize' | 'overlap'> | null;
  /**
   * Averages over the four flips, as the paper does; takes four times as long. A network that has not learned from flipped
   * slices gets worse by it. @defaultValue `false`
   */
  flips?: boolean;
  /** The model puts out logits (`activation: 'linear'`). @defaultValue `false` */
  fromLogits?: boolean;
  /** A voxel is inside where its probability is larger than this, from 0 to 1; for models of one class. @defaultValue `0.5` */
  threshold?: number;
}

/**
 * Makes the function that gives slices in Hounsfield units their labels: `[batch, height, width, 1]` → int32
 * `[batch, height, width]`. Its layers and the options are checked once.
 *
 * @throws RangeError if an option is not legal, or a model with preprocessing gets another
 */
export function sliceLabeller(
  model: tf.LayersModel,
  { size = null, threshold = 0.5, flips = false, ...options }: PredictSlicesOptions,
): (hu: tf.Tensor4D) => tf.Tensor {
  requireRange('predictVolume', 'threshold', threshold, 0, 1);
  if (size) for (const [i, side] of ['height', 'width'].entries()) requireInteger('predictVolume', side, size[i]!);
  const { first, rest } = withPreprocessing(model, options);
  const once = predictor(rest, options);
  const predict = flips ? averageOverFlips(once) : once;
  return (hu) =>
    tf.tidy(() => {
      const [, height, width] = hu.shape;
      const grey = resized(preprocess(first, hu), size);
      const p = resized(predict(grey), [height, width]);
      return p.shape[3] === 1 ? p.squeeze([3]).greater(threshold).toInt() : p.argMax(3);
    });
}

/** The model's own preprocessing, or that of the options. */
function withPreprocessing(model: tf.LayersModel, { window, clahe }: PredictSlicesOptions): SplitModel {
  const split = splitPreprocessing('predictVolume', model);
  if (split.first.length === 0) {
    const layers = [new HUWindow(window), ...(clahe === null ? [] : [new CLAHE(clahe)])];
    return { first: layers, rest: model };
  }
  if (window === undefined && clahe === undefined) return split;
  const option = window === undefined ? 'clahe' : 'window';
  throw invalidOption('predictVolume', option, 'left out for a model with its own preprocessing', window ?? clahe);
}

/** Grey levels → probabilities. */
function predictor(
  network: tf.LayersModel,
  { batchSize = 4, multiple = null, slidingWindow = null, fromLogits = false }: PredictSlicesOptions,
): Predict {
  if (slidingWindow)
    return (images) => predictSlidingWindow(network, images, { ...slidingWindow, batchSize, fromLogits });
  const padded: Predict = (images) => predictPadded(network, images, { multiple, batchSize });
  return fromLogits ? ofLogits(padded) : padded;
}

function resized(x: tf.Tensor4D, size: readonly [height: number, width: number] | null): tf.Tensor4D {
  if (!size || (x.shape[1] === size[0] && x.shape[2] === size[1])) return x;
  return resizeBilinear(x, [size[0], size[1]]);
}
