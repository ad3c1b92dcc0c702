import type * as tf from '@tensorflow/tfjs';

import { registerLayers } from '../../layers/registerLayers';
import { ModelFormatError } from '../../models/modelFormatError';
import { validateArtifacts } from '../../models/validateArtifacts';
import { isArrayBuffer, validateWeights } from '../../models/validateWeights';
import { listed } from '../../utils/clip';
import { OptionError } from '../../utils/optionError';
import { withDatabase } from './database';
import { change, getRecord, headerOf, keysOf, putRecord, reading, type StoredRecord } from './records';
import { requireName } from './requireName';
import { storedNames } from './storedNames';

/** IO handler of {@link indexedDbModel}. */
export interface IndexedDbModel extends tf.io.IOHandler {
  /** Name of the model. */
  readonly indexedDbName: string;
}

/**
 * Makes an IO handler that saves a model in the browser's database and loads it, in pages and workers. Models stay there
 * when the page is closed; only pages of the same origin see them.
 *
 * A save is one transaction: if it fails or the tab is closed, the previous model remains. Models of any size that the
 * browser's storage holds can be saved; browsers may delete data of sites that are not used for weeks, unless the page calls
 * `navigator.storage.persist()`. {@link indexedDbModels} lists the models.
 *
 * @param name any text that is not empty
 * @throws OptionError (the promise) if there is no such model; ModelFormatError if a model is damaged or its weights are
 * not finite; Error if the browser has no IndexedDB, its storage is full, or another tab blocks it
 * @example
 * ```ts no-run
 * import { buildUnet, loadModel } from 'msa-unet';
 * import { indexedDbModel } from 'msa-unet/browser';
 *
 * const model = buildUnet([64, 64, 1], { baseFilters: 8 });
 * await model.save(indexedDbModel('liver'));
 * const copy = await loadModel(indexedDbModel('liver')); // also after a reload
 * console.log(copy.countParams() === model.countParams()); // true
 * ```
 */
export function indexedDbModel(name: string): IndexedDbModel {
  requireName('indexedDbModel', name);
  return {
    indexedDbName: name,
    save: (artifacts) => named(name, () => save(name, artifacts)),
    load: async () => {
      registerLayers();
      const { json, bytes } = await read(name);
      return named(name, async () =>
        validateArtifacts({ ...(JSON.parse(json) as tf.io.ModelArtifacts), weightData: bytes.buffer as ArrayBuffer }),
      );
    },
  };
}

async function save(name: string, artifacts: tf.io.ModelArtifacts): Promise<tf.io.SaveResult> {
  const { weightSpecs = [], weightData = new ArrayBuffer(0), getWeightStream: _, ...rest } = artifacts;
  if (!rest.modelTopology || isArrayBuffer(rest.modelTopology))
    throw new ModelFormatError('only layers models can be saved');
  const weights = new Uint8Array(validateWeights(weightSpecs, weightData));
  const header = headerOf(JSON.stringify({ ...rest, weightSpecs }), weights);
  await withDatabase('indexedDbModel', (database) =>
    change(database, 'models', async (transaction) => {
      await transaction.store.delete(keysOf(name));
      await putRecord(transaction, [name, 0], header, weights);
    }),
  );
  return { modelArtifactsInfo: { dateSaved: header.saved, modelTopologyType: 'JSON', weightDataBytes: header.bytes } };
}

async function read(name: string): Promise<StoredRecord> {
  return withDatabase('indexedDbModel', async (database) => {
    const names = await storedNames(database, 'models');
    if (!names.includes(name)) throw missing(name, names);
    const model = await getRecord(reading(database, 'models'), name, 0);
    if (!model) throw new ModelFormatError(`indexedDbModel: "${name}": the saved model is damaged. Save it again`);
    return model;
  });
}

const missing = (name: string, names: readonly string[]) =>
  new OptionError({
    owner: 'indexedDbModel',
    option: 'name',
    expected: 'the name of a saved model',
    received: name,
    problem:
      `there is no model "${name}" in the database of this site; ` +
      (names.length === 0 ? 'none has been saved' : `there are ${listed(names.map((other) => `"${other}"`))}`),
  });

/** Puts the name in front of what is wrong with a model. */
async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ModelFormatError
      ? new ModelFormatError(`indexedDbModel: "${name}": ${error.message}`, { cause: error })
      : error;
  }
}
