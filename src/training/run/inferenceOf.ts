import type { Preprocessing } from '../../preprocess/input/preprocessing';
import type { RunSettings } from './runSettings';

/** Options of {@link predictVolume} that prepare slices as in training. */
export interface InferenceOptions extends Partial<Preprocessing> {
  /** Height and width that slices are resized to, in pixels. `null`: their original size. */
  readonly size: Preprocessing['size'];
  /** Whether the model returns logits. */
  readonly fromLogits?: boolean;
  /** Windows of the size of the patches that the network was trained on. @defaultValue whole slices */
  readonly slidingWindow?: { readonly windowSize: readonly [height: number, width: number] };
}

/**
 * Returns the options with which {@link predictVolume} treats slices as the training did.
 *
 * @param settings from {@link parseRunSettings}; in Node, `openRun` returns these options as `inference`
 * @example
 * ```ts no-run
 * import { inferenceOf, loadModel, parseRunSettings, predictVolume, readVolume } from 'msa-unet';
 *
 * const settings = parseRunSettings(await (await fetch('liver/settings.json')).text());
 * const model = await loadModel('liver/model/model.json');
 * const scan = await readVolume([...document.querySelector('input')!.files!]);
 * const mask = await predictVolume(model, scan, inferenceOf(settings));
 * console.log(mask.shape);
 * ```
 */
export function inferenceOf(settings: RunSettings): InferenceOptions {
  const { preprocessing, fromLogits, recipe } = settings;
  const patch = recipe?.patch ?? null;
  return { ...preprocessing, fromLogits, ...(patch ? { slidingWindow: { windowSize: patch } } : {}) };
}
