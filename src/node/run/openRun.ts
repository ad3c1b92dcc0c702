import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type * as tf from '@tensorflow/tfjs';
import { parseSplitRecord } from '../../data/parseSplitRecord';
import type { SplitRecord } from '../../data/split/splitRecord';
import { splitPreprocessing } from '../../inference/splitPreprocessing';
import { averageHeads } from '../../models/averageHeads';
import { loadModel } from '../../models/loadModel';
import { modelInput } from '../../models/modelInput';
import { type InferenceOptions, inferenceOf } from '../../training/run/inferenceOf';
import { parseRunSettings } from '../../training/run/parseRunSettings';
import { preprocessingOf, type RunSettings } from '../../training/run/runSettings';
import { CallError } from '../../utils/callError';
import { fileSystem } from '../fileSystem';
import { hasCode } from '../hasCode';
import { runFiles } from './runFiles';
import { isRecord, whyNoModel } from './whyNoModel';

/** A trained network, and the record of its training. */
export interface Run {
  /** The network; if it has several heads, the mean of them. */
  readonly model: tf.LayersModel;
  /** The content of `settings.json`. `null`: the model was saved without them. */
  readonly settings: RunSettings | null;
  /**
   * Options of `predictVolume`. Without settings, they assume the paper's window and CLAHE, and the size of the
   * model's input. They leave out window and CLAHE for a model of `addPreprocessing`, which has its own.
   */
  readonly inference: InferenceOptions;
  /** The scans of each part. `null`: not recorded. */
  readonly split: SplitRecord | null;
}

/**
 * Opens a run of {@link saveRun}, `msa-unet train`, the quickstart or a table job, or any other saved model.
 *
 * @param path folder of a run or of a model, or a `model.json`
 * @throws Error (the promise) if there is no model; ModelFormatError if the model is broken; RunFileError if
 * `settings.json` or `split.json` is broken
 * @example
 * ```ts no-run
 * import { predictVolume, readVolume, volumeMl } from 'msa-unet';
 * import { ctFiles, openRun } from 'msa-unet/node';
 *
 * const run = await openRun('runs/liver');
 * const scan = await readVolume(await ctFiles('scan.nii.gz'));
 * const mask = await predictVolume(run.model, scan, { ...run.inference, flips: true });
 * console.log(`liver: ${volumeMl(mask).toFixed(0)} ml`);
 * ```
 */
export async function openRun(path: string): Promise<Run> {
  const file = await modelFile(path);
  const folder = dirname(resolve(file));
  const isRun = basename(folder) === runFiles.model;
  const read = <T>(name: string, parse: (text: string, file: string) => T) =>
    isRun ? readIfThere(join(dirname(folder), name), parse) : null;
  const settings = await read(runFiles.settings, parseRunSettings);
  const split = await read(runFiles.split, parseSplitRecord);
  const saved = await loadModel(fileSystem(file));
  const model = saved.outputs.length > 1 ? averageHeads(saved) : saved; // deep supervision: the accurate mode
  return { model, settings, split, inference: inferenceOptions(model, settings) };
}

async function modelFile(path: string): Promise<string> {
  if (path.endsWith('.json') && !isRecord(path)) return path;
  for (const folder of [path, join(path, runFiles.model)]) {
    const file = join(folder, 'model.json');
    if ((await stat(file).catch(() => null)) !== null) return file;
  }
  throw new CallError('openRun', `${await whyNoModel(path)}`);
}

async function readIfThere<T>(path: string, parse: (text: string, file: string) => T): Promise<T | null> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
  return text === null ? null : parse(text, path);
}

function inferenceOptions(model: tf.LayersModel, settings: RunSettings | null): InferenceOptions {
  const [, height, width] = model.inputs[0]!.shape;
  const own = modelInput('openRun', model);
  const fixed = height && width && own.spacing === null ? ([height, width] as const) : null;
  const options = settings ? inferenceOf(settings) : { ...preprocessingOf({ size: fixed }), fromLogits: false };
  if (splitPreprocessing('openRun', model).first.length === 0) return options;
  const { window, windows, clahe, context, ...others } = options;
  return {
    ...others,
    spacing: own.spacing ?? others.spacing ?? null,
    contextMm: own.contextMm ?? others.contextMm ?? null,
  };
}
