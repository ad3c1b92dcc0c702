import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import type * as tf from '@tensorflow/tfjs';
import { averageHeads, loadModel, type SplitRecord } from 'msa-unet';
import { fileSystem, writeFileAtomic } from 'msa-unet/node';

import type { Network } from './options/networkOptions';
import type { Preprocessing } from './options/preprocessOptions';

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
export async function openRun(path: string): Promise<SavedRun> {
  const file = await modelFile(path);
  const folder = dirname(resolve(file));
  const beside = (name: string) => (basename(folder) === runFiles.model ? join(dirname(folder), name) : null);
  const settings = await readJson<RunSettings>(beside(runFiles.settings));
  if (settings && settings.format !== 1)
    throw new Error(`${beside(runFiles.settings)} is of another version of msa-unet`);
  const saved = await loadModel(fileSystem(file));
  return {
    model: saved.outputs.length > 1 ? averageHeads(saved) : saved, // deep supervision: the accurate mode
    preprocessing: settings?.preprocessing ?? null,
    split: await readJson<SplitRecord>(beside(runFiles.split)),
  };
}

async function modelFile(path: string): Promise<string> {
  if (path.endsWith('.json')) return path;
  for (const folder of [path, join(path, runFiles.model)])
    if (await exists(join(folder, 'model.json'))) return join(folder, 'model.json');
  throw new Error(`--model: ${path} holds no network, which would have a model.json`);
}

/** Writes a value as a JSON file. */
export const writeJson = (path: string, value: unknown): Promise<void> =>
  writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);

/** Whether there is a file or folder of that name. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** `null` where there is no such file. */
async function readJson<T>(path: string | null): Promise<T | null> {
  if (path === null || !(await exists(path))) return null;
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new Error(`${path} is no JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
