import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

import { OptionError } from '../../utils/optionError';

/** Key of a part: part 0 is the header of a record, the others are its bytes. Models have only record 0. */
type PartKey = [name: string, record: number, part: number];

/** Header of a record. */
export interface RecordHeader {
  /** Size of the bytes. */
  readonly bytes: number;
  /** Hash of the bytes. */
  readonly hash: string;
  readonly saved: Date;
  /** What belongs to the bytes: the topology of a model. */
  readonly json: string;
}

/** The object stores. */
export interface Stores extends DBSchema {
  models: { key: PartKey; value: RecordHeader | Uint8Array };
  checkpoints: { key: PartKey; value: RecordHeader | Uint8Array };
}

/** Name of an object store. */
export type StoreName = 'models' | 'checkpoints';

const databaseName = 'msa-unet';
const currentVersion = 1;

/**
 * Opens the database of this site, works with it and closes it.
 *
 * @throws Error (the promise) that says why the browser refuses: no IndexedDB, no space, another tab
 */
export async function withDatabase<T>(
  owner: string,
  work: (database: IDBPDatabase<Stores>) => Promise<T>,
  version = currentVersion,
): Promise<T> {
  try {
    const database = await open(version);
    try {
      return await work(database);
    } finally {
      database.close();
    }
  } catch (cause) {
    throw cause instanceof OptionError || !isRefusal(cause) ? cause : explained(owner, cause);
  }
}

/** Error with a sentence of ours, which needs no explanation. */
class Refusal extends Error {
  override readonly name = 'Refusal';
}

async function open(version: number): Promise<IDBPDatabase<Stores>> {
  if (typeof indexedDB === 'undefined')
    throw new Refusal('this browser has no IndexedDB here. Private windows may switch it off: use an ordinary window');
  return new Promise((resolve, reject) => {
    const opening = openDB<Stores>(databaseName, version, {
      upgrade: (database) => {
        for (const name of ['models', 'checkpoints'] as const)
          if (!database.objectStoreNames.contains(name)) database.createObjectStore(name);
      },
      blocked: () => {
        const problem = 'another tab of this site uses an older version of the database. Close that tab and try again';
        reject(new Refusal(problem));
        opening.then((late) => late.close(), ignore);
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(), // a newer version in another tab
    });
    opening.then(resolve, reject);
  });
}

const ignore = () => {};

const isRefusal = (error: unknown): error is Error => error instanceof DOMException || error instanceof Refusal;

/** Says in the words of this library what the browser's error means. */
function explained(owner: string, cause: Error): Error {
  return new Error(`${owner}: ${reasons[cause.name]?.(cause.message) ?? cause.message}`, { cause });
}

const reasons: Readonly<Record<string, (message: string) => string>> = {
  QuotaExceededError: () =>
    "the browser's storage for this site is full. Remove models or checkpoints that are no longer needed " +
    '(removeIndexedDbModel, removeIndexedDbCheckpoints), or free disk space',
  VersionError: () => 'a later version of msa-unet has written the database. Update msa-unet, or reload the page',
  InvalidStateError: (message) => notAllowed(message),
  SecurityError: (message) => notAllowed(message),
  AbortError: () => 'the browser has aborted the transaction. Free disk space and try again',
  UnknownError: (message) =>
    `the browser cannot read or write its database (${message}). Free disk space and try again`,
};

const notAllowed = (message: string) =>
  `the browser does not let this page store data (${message}). Allow data of this site, or leave the private window`;
