import * as tf from '@tensorflow/tfjs';
import { registerLayers } from '../layers/registerLayers';
import type { ClaheOptions } from '../ops/claheGrid';
import { CLAHE } from '../preprocess/clahe';
import { HUWindow } from '../preprocess/huWindow';
import type { HuWindowOptions } from '../preprocess/windowHu';
import { requireKnown } from '../utils/check';
import { node } from '../utils/graph';
import { OptionError } from '../utils/optionError';

/** Options of {@link addPreprocessing}. */
export interface AddPreprocessingOptions {
  /** The CT window. @defaultValue the paper's, [−200, 250] HU */
  huWindow?: HuWindowOptions;
  /** The equalisation; `null`: none. @defaultValue the paper's, clip limit 2 and 8 × 8 tiles */
  clahe?: ClaheOptions | null;
}

/**
 * Puts the paper's preprocessing before a model: Hounsfield units in, masks out. The weights are shared with `model`.
 *
 * The result saves and loads as any model does. For slices of any size use `predictPadded`, which pads behind the
 * preprocessing.
 *
 * @throws OptionError if an option is out of range, or the model has an `HUWindow` already
 */
export function addPreprocessing(
  model: tf.LayersModel,
  { huWindow = {}, clahe = {}, ...others }: AddPreprocessingOptions = {},
): tf.LayersModel {
  requireKnown<AddPreprocessingOptions>('addPreprocessing', others, { huWindow, clahe });
  registerLayers();
  if (model.layers.some((layer) => layer instanceof HUWindow))
    throw new OptionError({
      owner: 'addPreprocessing',
      option: 'model',
      expected: 'without preprocessing',
      received: model.name,
      problem: '`model` must take grey levels; received one with an HUWindow',
      fix: { action: 'use it as it is' },
    });
  const hu = tf.input({ shape: model.inputs[0]!.shape.slice(1) });
  const windowed = node(new HUWindow({ name: 'hu_window', ...huWindow }))(hu);
  const equalised = clahe ? node(new CLAHE({ name: 'clahe', ...clahe }))(windowed) : windowed;
  return tf.model({ inputs: hu, outputs: node(model)(equalised), name: `${model.name}_from_hu` });
}
