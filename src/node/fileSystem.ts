import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import * as tf from '@tensorflow/tfjs';

import { registerLayers } from '../layers/registerLayers';
import { ModelFormatError } from '../models/modelFormatError';
import { validateArtifacts } from '../models/validateArtifacts';
import { isArrayBuffer, validateWeights } from '../models/validateWeights';
import { temporaryFor } from './claims/temporary';
import { makeFolder } from './makeFolder';
import { readModelFiles } from './readModelFiles';
import { writeFileAtomic } from './writeFileAtomic';

/**
 * Makes an IO handler that saves models to a folder and loads them, without tfjs-node.
 *
 * Writes `model.json` and `model.weights-<hash>.bin` in the standard format, which `tf.loadLayersModel` also reads by
 * URL in browsers. A save that fails or crashes at any moment leaves the previous model intact. Only one process at a
 * time may save to a folder; any number may load.
 *
 * @param path the folder, created if necessary, or the path of its JSON file
 * @throws ModelFormatError when loading, and when saving weights that could not be loaded again; errors of the file
 * system
 * @example
 * ```ts no-run
 * import { buildUnet, loadModel } from 'msa-unet';
 * import { fileSystem } from 'msa-unet/node';
 *
 * const model = buildUnet([64, 64, 1], { baseFilters: 8 });
 * await model.save(fileSystem('runs/first/model'));
 * const copy = await loadModel(fileSystem('runs/first/model'));
 * console.log(copy.countParams() === model.countParams()); // true
 * ```
 */
export function fileSystem(path: string): tf.io.IOHandler {
  const file = resolve(path.endsWith('.json') ? path : join(path, 'model.json'));
  return {
    save: (artifacts) => afterOthers(file, () => save(file, artifacts)),
    load: async () => {
      registerLayers();
      try {
        return validateArtifacts(await readModelFiles(file));
      } catch (error) {
        throw error instanceof ModelFormatError
          ? new ModelFormatError(`${file}: ${error.message}`, { cause: error })
          : error;
      }
    },
  };
}

async function save(file: string, artifacts: tf.io.ModelArtifacts): Promise<tf.io.SaveResult> {
  const { weightSpecs = [], weightData = new ArrayBuffer(0), ...rest } = artifacts;
  if (!rest.modelTopology || isArrayBuffer(rest.modelTopology)) {
    throw new ModelFormatError(`${file}: only layers models can be saved`);
  }
  const weights = new Uint8Array(validateWeights(weightSpecs, weightData));
  // Named by its content: until the new JSON file exists, the old one still finds the old weights.
  const hash = createHash('sha256').update(weights).digest('hex').slice(0, 16);
  const name = `${weightsPrefix(file)}${hash}.bin`;
  const { getWeightStream: _, ...json } = rest;
  await makeFolder(dirname(file));
  await writeFileAtomic(join(dirname(file), name), weights);
  await writeFileAtomic(file, JSON.stringify({ ...json, weightsManifest: [{ paths: [name], weights: weightSpecs }] }));
  await removeOld(file, name);
  return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
}

/** Removes weights of earlier saves, and leftovers of crashed ones; what fails is retried next time. */
async function removeOld(file: string, current: string): Promise<void> {
  const prefix = weightsPrefix(file);
  const isWeights = (name: string) => name.startsWith(prefix) && /^[0-9a-f]{16}\.bin$/.test(name.slice(prefix.length));
  const isLeftOver = (name: string) => {
    const unfinished = temporaryFor(name);
    return unfinished === basename(file) || (unfinished !== undefined && isWeights(unfinished));
  };
  for (const name of await readdir(dirname(file))) {
    if ((isWeights(name) && name !== current) || isLeftOver(name)) {
      await rm(join(dirname(file), name), { force: true }).catch(() => undefined);
    }
  }
}

const weightsPrefix = (file: string) => `${basename(file, '.json')}.weights-`;

const saving = new Map<string, Promise<unknown>>();

/** Queues the saves to one file. */
async function afterOthers<T>(file: string, task: () => Promise<T>): Promise<T> {
  const mine = (saving.get(file) ?? Promise.resolve()).then(task, task);
  saving.set(file, mine);
  try {
    return await mine;
  } finally {
    if (saving.get(file) === mine) saving.delete(file);
  }
}
