import { withDatabase } from './database';
import { storedNames } from './storedNames';

/** Model in the browser's database, as {@link indexedDbModels} lists it. */
export interface IndexedDbModelInfo {
  /** Name for {@link indexedDbModel}. */
  readonly name: string;
  /** Size of the weights in bytes. */
  readonly bytes: number;
  /** When it was saved. */
  readonly saved: Date;
}

/**
 * Lists the models that {@link indexedDbModel} has saved in the browser's database, in alphabetical order.
 *
 * @throws Error (the promise) if the browser has no IndexedDB, or another tab blocks it
 * @example
 * ```ts no-run
 * import { indexedDbModels } from 'msa-unet/browser';
 *
 * for (const { name, bytes, saved } of await indexedDbModels())
 *   console.log(`${name}: ${(bytes / 1e6).toFixed(1)} MB, ${saved.toLocaleString()}`);
 * ```
 */
export async function indexedDbModels(): Promise<IndexedDbModelInfo[]> {
  return withDatabase('indexedDbModels', async (database) => {
    const names = await storedNames(database, 'models');
    const headers = await Promise.all(names.map((name) => database.get('models', [name, 0, 0])));
    return headers.flatMap((header, i) =>
      header && !(header instanceof Uint8Array) ? [{ name: names[i]!, bytes: header.bytes, saved: header.saved }] : [],
    );
  });
}
