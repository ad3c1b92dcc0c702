import { type StoreName, withDatabase } from './database';
import { keysOf } from './records';
import { requireName } from './requireName';

/**
 * Removes a model of {@link indexedDbModel} from the browser's database; does nothing if there is none of this name.
 *
 * @throws Error (the promise) if the browser has no IndexedDB, or another tab blocks it
 * @example
 * ```ts no-run
 * import { indexedDbModels, removeIndexedDbModel } from 'msa-unet/browser';
 *
 * for (const { name } of await indexedDbModels()) await removeIndexedDbModel(name);
 * ```
 */
export const removeIndexedDbModel = (name: string): Promise<void> => remove('removeIndexedDbModel', 'models', name);

/**
 * Removes the checkpoints of {@link indexedDbCheckpoints} from the browser's database; does nothing if there are none of this
 * name. A run that is being trained with them writes new ones.
 *
 * @throws Error (the promise) if the browser has no IndexedDB, or another tab blocks it
 * @example
 * ```ts no-run
 * import { removeIndexedDbCheckpoints } from 'msa-unet/browser';
 *
 * await removeIndexedDbCheckpoints('liver'); // the run is complete and its model saved
 * ```
 */
export const removeIndexedDbCheckpoints = (name: string): Promise<void> =>
  remove('removeIndexedDbCheckpoints', 'checkpoints', name);

async function remove(owner: string, store: StoreName, name: string): Promise<void> {
  requireName(owner, name);
  await withDatabase(owner, (database) => database.delete(store, keysOf(name)));
}
