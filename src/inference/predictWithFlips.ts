import * as tf from '@tensorflow/tfjs';
import { averageOverFlips, type Predict } from '../utils/averageOverFlips';
import { requireKnown } from '../utils/check';
import { probabilities } from '../utils/probabilities';
import { type PredictPaddedOptions, predictPadded } from './predictPadded';
import { requireImages } from './requireImages';
import { preprocess, splitPreprocessing } from './splitPreprocessing';

/** Options of {@link predictWithFlips}. */
export interface PredictWithFlipsOptions extends PredictPaddedOptions {
  /** The model puts out logits (`activation: 'linear'`), of which probabilities are made before they are averaged. @defaultValue `false` */
  fromLogits?: boolean;
}

/**
 * Predicts images of any size four times, as they are and turned round left to right, top to bottom and both ways, turns
 * the predictions back and averages them (test-time augmentation).
 *
 * `[batch, height, width, channels]` → probabilities `[batch, height, width, classes]`, each run padded as by
 * `predictPadded`. What is turned round is the preprocessed image: a model of `addPreprocessing` takes Hounsfield units.
 *
 * @throws RangeError as `predictPadded` does
 * @see the paper, test-time augmentation
 */
export function predictWithFlips(
  model: tf.LayersModel,
  images: tf.Tensor4D,
  { fromLogits = false, multiple, batchSize, ...others }: PredictWithFlipsOptions = {},
): tf.Tensor4D {
  requireKnown<PredictWithFlipsOptions>('predictWithFlips', others, { fromLogits, multiple, batchSize });
  requireImages('predictWithFlips', images);
  const { first, rest } = splitPreprocessing('predictWithFlips', model);
  const padded: Predict = (grey) => predictPadded(rest, grey, { multiple, batchSize });
  const predict = averageOverFlips(fromLogits ? ofLogits(padded) : padded);
  return tf.tidy(() => predict(preprocess(first, images)));
}

/** Makes probabilities of the logits that a function predicts. */
export function ofLogits(predict: Predict): Predict {
  return (images) => tf.tidy(() => probabilities(predict(images)) as tf.Tensor4D);
}
