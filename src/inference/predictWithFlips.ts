import * as tf from '@tensorflow/tfjs';
import { mirroredChannels } from '../data/labels/mirroredChannels';
import { modelLabels } from '../data/labels/modelLabels';
import { averageOverFlips, type Predict } from '../utils/averageOverFlips';
import { requireKnown } from '../utils/check';
import { probabilities } from '../utils/probabilities';
import { type PredictPaddedOptions, predictPadded } from './predictPadded';
import { requireImages } from './requireImages';
import { preprocess, splitPreprocessing } from './splitPreprocessing';

/** Options of {@link predictWithFlips}. */
export interface PredictWithFlipsOptions extends PredictPaddedOptions {
  /**
   * Whether the model returns logits (`activation: 'linear'`), which are converted to probabilities before averaging.
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
 * Predicts images of any size with test-time augmentation: averages the predictions of the image and of its three flips
 * (left to right, top to bottom, both), flipped back. Where the model's labels are mirror images of each other, such as left
 * and right kidney, one flip swaps them.
 *
 * `[batch, height, width, channels]` → probabilities `[batch, height, width, classes]`, padded as by
 * {@link predictPadded}. Flips apply to the preprocessed image; a model of {@link addPreprocessing} takes Hounsfield units.
 * Options: {@link PredictWithFlipsOptions}.
 *
 * @throws OptionError as {@link predictPadded} does
 * @see MSA-UNet, 2021, test-time augmentation
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { buildUnet, predictWithFlips } from 'msa-unet';
 *
 * const model = buildUnet([null, null, 1], { baseFilters: 2, depth: 2 });
 * const slice = tf.randomUniform<tf.Rank.R4>([1, 32, 32, 1]);
 * console.log(predictWithFlips(model, slice).shape); // [1, 32, 32, 1]
 * ```
 */
export function predictWithFlips(
  model: tf.LayersModel,
  images: tf.Tensor4D,
  options: PredictWithFlipsOptions = {},
): tf.Tensor4D {
  const { fromLogits = false, multiple, batchSize } = options;
  requireKnown<PredictWithFlipsOptions>('predictWithFlips', options, {
    fromLogits,
    multiple,
    batchSize,
    regions: 0,
  });
  requireImages('predictWithFlips', images);
  const { first, rest } = splitPreprocessing('predictWithFlips', model);
  const padded: Predict = (grey) => predictPadded(rest, grey, { multiple, batchSize });
  const labels = modelLabels(model);
  const { regions = labels?.regions ?? false } = options;
  const predict = averageOverFlips(fromLogits ? ofLogits(padded, regions) : padded, mirroredChannels(labels));
  return tf.tidy(() => predict(preprocess(first, images)));
}

/** Wraps a function that predicts logits, so that it returns probabilities. */
export function ofLogits(predict: Predict, regions: boolean): Predict {
  return (images) => tf.tidy(() => probabilities(predict(images), regions) as tf.Tensor4D);
}
