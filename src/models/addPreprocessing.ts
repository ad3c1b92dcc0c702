import * as tf from '@tensorflow/tfjs';
import { registerLayers } from '../layers/registerLayers';
import type { ClaheOptions } from '../ops/claheOptions';
import { CLAHE } from '../preprocess/clahe';
import { HUWindow } from '../preprocess/huWindow';
import { type HuRange, requireContext, requireSpacing, resolveWindows } from '../preprocess/input/preprocessing';
import type { HuWindowOptions } from '../preprocess/windowHu';
import { requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { node } from '../utils/graph';
import { OptionError } from '../utils/optionError';
import { withMetadata } from './metadata';
import { setModelInput } from './modelInput';

/** Options of {@link addPreprocessing}. */
export interface AddPreprocessingOptions {
  /** CT window. @defaultValue the paper's, [−200, 250] HU */
  huWindow?: HuWindowOptions;
  /** Several CT windows in place of one, each a channel. `null`: one. @defaultValue `null` */
  windows?: readonly HuRange[] | null;
  /** CLAHE options. `null`: no CLAHE. @defaultValue the paper's, clip limit 2 and 8 × 8 tiles */
  clahe?: ClaheOptions | null;
  /** Distance in mm between the slices that are channels. `null`: slices next to each other. @defaultValue `null` */
  contextMm?: number | null;
  /** Height and width in mm of the pixels that the model was trained with. `null`: any. @defaultValue `null` */
  spacing?: readonly [y: number, x: number] | null;
}

/**
 * Prepends the paper's preprocessing to a model: Hounsfield units in, masks out. The new model shares its weights with
 * `model`.
 *
 * It saves and loads like any model. With several `windows`, it takes a channel for each slice, not for each window;
 * `contextMm` and `spacing` travel with it, and {@link predictVolume} follows them. For slices of any size use {@link predictPadded}, which pads after the
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
export function addPreprocessing(model: tf.LayersModel, options: AddPreprocessingOptions = {}): tf.LayersModel {
  const { huWindow = {}, windows = null, clahe = {}, contextMm = null, spacing = null, ...others } = options;
  requireKnown<AddPreprocessingOptions>('addPreprocessing', others, { huWindow, windows, clahe, contextMm, spacing });
  if (windows && options.huWindow)
    throw invalidOption('addPreprocessing', 'windows', 'null with `huWindow`, which is one window', windows);
  requireContext('addPreprocessing', { context: 0, contextMm });
  requireSpacing('addPreprocessing', spacing, null);
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
  const [height, width, channels] = model.inputs[0]!.shape.slice(1) as [number | null, number | null, number];
  const hu = tf.input({ shape: [height, width, slicesOf(channels, windows)] });
  const windowed = node(new HUWindow({ name: 'hu_window', ...(windows ? { windows } : huWindow) }))(hu);
  const equalised = clahe ? node(new CLAHE({ name: 'clahe', ...clahe }))(windowed) : windowed;
  const outputs = node(model)(equalised);
  return setModelInput(withMetadata(tf.model({ inputs: hu, outputs, name: `${model.name}_from_hu` }), model), {
    ...{ contextMm, spacing },
  });
}

/** Number of slices whose windows are the channels of a model. */
function slicesOf(channels: number, windows: readonly HuRange[] | null): number {
  const each = resolveWindows('addPreprocessing', windows)?.length ?? 1;
  if (channels % each === 0) return channels / each;
  throw invalidOption('addPreprocessing', 'windows', `a divisor of the ${channels} channels of the model`, windows);
}
