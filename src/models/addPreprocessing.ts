import * as tf from '@tensorflow/tfjs';
import { registerLayers } from '../layers/registerLayers';
import type { ClaheOptions } from '../ops/claheOptions';
import { CLAHE } from '../preprocess/clahe';
import { HUWindow } from '../preprocess/huWindow';
import type { HuWindowOptions } from '../preprocess/windowHu';
import { requireKnown } from '../utils/check';
import { node } from '../utils/graph';
import { OptionError } from '../utils/optionError';
import { withMetadata } from './metadata';

/** Options of {@link addPreprocessing}. */
export interface AddPreprocessingOptions {
  /** CT window. @defaultValue the paper's, [−200, 250] HU */
  huWindow?: HuWindowOptions;
  /** CLAHE options. `null`: no CLAHE. @defaultValue the paper's, clip limit 2 and 8 × 8 tiles */
  clahe?: ClaheOptions | null;
}

/**
 * Prepends the paper's preprocessing to a model: Hounsfield units in, masks out. The new model shares its weights with
 * `model`.
 *
 * It saves and loads like any model. For slices of any size use {@link predictPadded}, which pads after the
 * preprocessing. Options: {@link AddPreprocessingOptions}.
 *
 * @throws OptionError if an option is out of range, or the model already has an `HUWindow`
 * @see MSA-UNet, 2021, data preprocessing
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { addPreprocessing, buildUnet } from 'msa-unet';
 *
 * const network = buildUnet([null, null, 1], { baseFilters: 4, depth: 2 }); // takes grey levels 0…1
 * const model = addPreprocessing(network, { huWindow: { windowMin: -200, windowMax: 250 } });
 * const hu = tf.fill([1, 32, 32, 1], 60);
 * console.log((model.predict(hu) as tf.Tensor).shape); // [1, 32, 32, 1]
 * ```
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
      fix: { action: 'use it unchanged' },
    });
  const hu = tf.input({ shape: model.inputs[0]!.shape.slice(1) });
  const windowed = node(new HUWindow({ name: 'hu_window', ...huWindow }))(hu);
  const equalised = clahe ? node(new CLAHE({ name: 'clahe', ...clahe }))(windowed) : windowed;
  return withMetadata(tf.model({ inputs: hu, outputs: node(model)(equalised), name: `${model.name}_from_hu` }), model);
}
