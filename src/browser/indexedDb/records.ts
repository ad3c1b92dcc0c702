import type { IDBPDatabase, IDBPTransaction } from 'idb';

import { Fnv1a } from '../../utils/fnv1a';
import type { RecordHeader, StoreName, Stores } from './database';

/** Transaction on one object store. */
type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<Stores, [StoreName], Mode>;

/** A record as it is read. */
export interface StoredRecord {
  readonly json: string;
  readonly bytes: Uint8Array;
}

/** Bytes per part: browsers limit the size of one value, some to 128 MB. */
const partBytes = 16 * 2 ** 20;

/** All keys that begin with these parts: an array comes after all numbers and texts. */
export const keysOf = (...start: [name: string, record?: number]): IDBKeyRange =>
  IDBKeyRange.bound(start, [...start, []]);

/** Makes the header of a record. Takes about a second per GB, so it is made before the transaction. */
export const headerOf = (json: string, bytes: Uint8Array): RecordHeader => ({
  bytes: bytes.length,
  hash: hashOf(bytes),
  saved: new Date(),
  json,
});

/**
 * Changes an object store in one transaction, which is on disk at the end; on failure, nothing has changed.
 *
 * @throws DOMException (the promise) with the reason, such as a full disk, instead of the requests that failed with it
 */
export async function change<T>(
  database: IDBPDatabase<Stores>,
  store: StoreName,
  work: (transaction: Transaction<'readwrite'>) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
  const done = transaction.done.then(
    () => null,
    (reason: Error | null) => reason,
  );
  try {
    const result = await work(transaction);
    await transaction.done;
    return result;
  } catch (error) {
    abort(transaction);
    const reason = await done;
    throw reason && reason.name !== 'AbortError' ? reason : error;
  }
}

function abort(transaction: Transaction<'readwrite'>): void {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
}

/** Begins to read an object store. */
export const reading = (database: IDBPDatabase<Stores>, store: StoreName): Transaction<'readonly'> =>
  database.transaction(store);

/** Writes a record; the transaction makes it visible in one piece. */
export async function putRecord(
  { store }: Transaction<'readwrite'>,
  [name, record]: [name: string, record: number],
  header: RecordHeader,
  bytes: Uint8Array,
): Promise<void> {
  await store.put(header, [name, record, 0]);
  for (let at = 0; at < bytes.length; at += partBytes) {
    const part = bytes.slice(at, at + partBytes); // a view would be stored with all bytes behind it
    await store.put(part, [name, record, 1 + at / partBytes]);
  }
}

/** Reads a record. `null`: it is damaged. */
export async function getRecord(
  { store }: Transaction<'readonly'>,
  name: string,
  record: number,
): Promise<StoredRecord | null> {
  const [header, ...parts] = await store.getAll(keysOf(name, record));
  if (!header || header instanceof Uint8Array || !parts.every((part) => part instanceof Uint8Array)) return null;
  if (parts.reduce((sum, part) => sum + part.length, 0) !== header.bytes) return null;
  const bytes = new Uint8Array(header.bytes);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return hashOf(bytes) === header.hash ? { json: header.json, bytes } : null;
}

/** Numbers of the records of a name, from the newest down. */
export async function recordsOf(
  { store }: Transaction<'readonly'> | Transaction<'readwrite'>,
  name: string,
): Promise<number[]> {
  const keys = await store.getAllKeys(keysOf(name));
  return [...new Set(keys.map(([, record]) => record))].sort((a, b) => b - a);
}

const hashOf = (bytes: Uint8Array) => new Fnv1a().add(bytes).digest;
