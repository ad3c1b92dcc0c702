import type { IDBPDatabase } from 'idb';

import type { StoreName, Stores } from './database';

/** Lists the names of a store in alphabetical order, without reading the bytes. */
export async function storedNames(database: IDBPDatabase<Stores>, store: StoreName): Promise<string[]> {
  const keys = await database.getAllKeys(store);
  return [...new Set(keys.map(([name]) => name))];
}
