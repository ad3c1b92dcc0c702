import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import type * as tf from '@tensorflow/tfjs';
import { averageHeads, loadModel, type SplitRecord } from 'msa-unet';
import { fileSystem, writeFileAtomic } from 'msa-unet/node';

import type { Network } from './networkOptions';
import type { Preprocessing } from './preprocessOptions';

/** What `train` notes down beside a network: how its slices were prepared, and all that was asked for. */
export interface RunSettings {
  /** Raised when the file changes its meaning. */
  readonly format: 1;
  /** Version of the library. */
  readonly version: string;
  readonly preprocessing: Preprocessing;
  readonly network: Network;
  /** What was trained on. */
  readonly data: object;
  readonly training: object;
  readonly backend: object;
}

/** A trained network, and what is known of its training. */
export interface SavedRun {
  readonly model: tf.LayersModel;
  /** `null` for a network that `train` has not saved. */
  readonly preprocessing: Preprocessing | null;
  /** Which scans were trained on; `null` if nobody has noted it down. */
  readonly split: SplitRecord | null;
}

/** Names of the files of a run. */
export const runFiles = {
  model: 'model',
  settings: 'settings.json',
  split: 'split.json',
  history: 'history.json',
  checkpoint: 'checkpoint',
} as const;

/**
 * Loads what `train` has saved, by the folder of the run or that of its model, or any other saved model.
 *
 * @throws Error if there is no model; ModelFormatError if it is broken
 */
export async function openRun(folder: string): Promise<SavedRun> {
  const [own, inside] = [join(folder, 'model.json'), join(folder, runFiles.model, 'model.json')];
  const isModel = folder.endsWith('.json') || (await exists(own));
  if (!isModel && !(await exists(inside))) throw new Error(`--model: ${folder} holds no model, which has a model.json`);
  const modelFolder = resolve(isModel ? folder.replace(/[^/\\]*\.json$/, '') || '.' : join(folder, runFiles.model));
  const run = dirname(modelFolder);
  const isRun = basename(modelFolder) === runFiles.model;
  const settings = isRun ? await readJson<RunSettings>(join(run, runFiles.settings)) : null;
  if (settings && settings.format !== 1)
    throw new Error(`${join(run, runFiles.settings)} is of another version of msa-unet`);
  const saved = await loadModel(fileSystem(isModel && folder.endsWith('.json') ? folder : modelFolder));
  return {
    model: saved.outputs.length > 1 ? averageHeads(saved) : saved, // deep supervision: the accurate mode
    preprocessing: settings?.preprocessing ?? null,
    split: isRun ? await readJson<SplitRecord>(join(run, runFiles.split)) : null,
  };
}

/** Writes a value as a JSON file. */
export const writeJson = (path: string, value: unknown): Promise<void> =>
  writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);

/** Whether there is a file or folder of that name. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** `null` where there is no such file. */
async function readJson<T>(path: string): Promise<T | null> {
  if (!(await exists(path))) return null;
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new Error(`${path} is no JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
