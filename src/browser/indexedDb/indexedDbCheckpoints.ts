import type { CheckpointStore, CheckpointWriteOptions } from '../../training/checkpoint/checkpointStore';
import { requireKnown } from '../../utils/check';
import { OptionError } from '../../utils/optionError';
import { withDatabase } from './database';
import { change, getRecord, headerOf, keysOf, putRecord, reading, recordsOf } from './records';
import { requireName } from './requireName';

/** Options of {@link indexedDbCheckpoints}. */
export interface IndexedDbCheckpointsOptions {
  /** Called with a line about each damaged checkpoint. @defaultValue `console.warn` */
  warn?: (line: string) => void;
}

const owner = 'indexedDbCheckpoints';
/** Number of checkpoints kept: if the newest is damaged, the run resumes from the one before. */
const generations = 2;

/**
 * Makes a checkpoint store in the browser's database, in pages and workers, from which `trainSegmentation` resumes
 * exactly after a reload or a crash of the tab. It keeps the newest checkpoint and the one before.
 *
 * A checkpoint is written in one transaction and has a checksum, so that a crash at any moment costs no more than the work
 * since the last one. The first checkpoint of a new run replaces those of the run before. One run at a time may use a name:
 * if two tabs train with the same one, the second to write fails, and the other run continues.
 *
 * @param name name of the run, any text that is not empty
 * @throws OptionError (the promises) if all checkpoints are damaged; Error if the browser has no IndexedDB, its storage is
 * full, or another tab blocks it or writes to the same name
 * @example
 * ```ts no-run
 * import { buildMsaUnet, memoryCache, phantomDataSet, prepareSlices, splitDataSet, trainSegmentation } from 'msa-unet';
 * import { indexedDbCheckpoints } from 'msa-unet/browser';
 *
 * const { parts } = await splitDataSet(phantomDataSet());
 * const [train, val] = [prepareSlices(parts.train, { cache: memoryCache() }), prepareSlices(parts.val)];
 * const checkpoint = { store: indexedDbCheckpoints('liver') }; // reload the page and run this again to resume
 * await trainSegmentation(buildMsaUnet([128, 128, 1], { baseFilters: 8 }), { train, val, checkpoint });
 * ```
 */
export function indexedDbCheckpoints(
  name: string,
  { warn = console.warn, ...others }: IndexedDbCheckpointsOptions = {},
): CheckpointStore {
  requireName(owner, name);
  requireKnown<IndexedDbCheckpointsOptions>(owner, others, { warn });
  let state: StoreState | null = null;
  return {
    name: `"${name}" in the browser's database`,
    read: async () => {
      const found = await read(name, warn);
      state = found.state;
      return found.checkpoint;
    },
    write: async (checkpoint, { newRun = false } = {}) => {
      state = await write(name, checkpoint, { state, newRun });
    },
    prepare: (bytes) => prepare(name, bytes),
  };
}

/** What this store knows of the database since its last read or write. */
interface StoreState {
  /** Newest record; 0: none. Later ones are from another tab. */
  readonly newest: number;
  /** Newest record that can be resumed from: later ones are damaged and do not replace it. */
  readonly intact: number;
}

interface Found {
  readonly checkpoint: Uint8Array | null;
  readonly state: StoreState;
}

async function read(name: string, warn: (line: string) => void): Promise<Found> {
  return withDatabase(owner, async (database) => {
    const transaction = reading(database, 'checkpoints');
    const records = await recordsOf(transaction, name);
    const newest = records[0] ?? 0;
    for (const [i, record] of records.entries()) {
      const found = await getRecord(transaction, name, record);
      if (found) return { checkpoint: found.bytes, state: { newest, intact: record } };
      if (i + 1 < records.length)
        warn(`${owner}: the newest checkpoint of "${name}" is damaged; the one before is taken`);
    }
    if (records.length > 0) throw damaged(name);
    return { checkpoint: null, state: { newest, intact: 0 } };
  });
}

const damaged = (name: string) =>
  new OptionError({
    owner,
    option: 'name',
    expected: 'a name with an intact checkpoint',
    received: name,
    problem: `"${name}" cannot be read: all its checkpoints are damaged`,
    fix: [
      { action: 'remove them to start over', code: `removeIndexedDbCheckpoints('${name}')` },
      { option: 'checkpoint', value: { resume: false } },
    ],
  });

/** Writes the next checkpoint and removes all but that and the one before, in one transaction. */
async function write(
  name: string,
  checkpoint: Uint8Array,
  { state, newRun }: Required<CheckpointWriteOptions> & { state: StoreState | null },
): Promise<StoreState> {
  const header = headerOf('', checkpoint);
  return withDatabase(owner, (database) =>
    change(database, 'checkpoints', async (transaction) => {
      const records = await recordsOf(transaction, name);
      const newest = records[0] ?? 0;
      if (state && newest > state.newest) throw otherTab(name);
      const sameRun = newRun ? [] : records.filter((record) => record <= (state?.intact ?? newest));
      const kept = sameRun.slice(0, generations - 1);
      for (const old of records) if (!kept.includes(old)) await transaction.store.delete(keysOf(name, old));
      const record = Math.max(newest, state?.newest ?? 0) + 1;
      await putRecord(transaction, [name, record], header, checkpoint);
      return { newest: record, intact: record };
    }),
  );
}

const otherTab = (name: string) =>
  new Error(
    `${owner}: another tab has written a checkpoint of "${name}" since this run read it. Train in one tab at a time, or use ` +
      'another name',
  );

/** Checks that the browser lets this page store that much, as far as it says. */
async function prepare(name: string, bytes: number): Promise<void> {
  const stored = await withDatabase(owner, async (database) => {
    const transaction = reading(database, 'checkpoints');
    const records = await recordsOf(transaction, name);
    const headers = await Promise.all(records.map((record) => transaction.store.get([name, record, 0])));
    return headers.reduce((sum, header) => sum + (header && 'bytes' in header ? header.bytes : 0), 0);
  });
  const { quota, usage = 0 } = (await globalThis.navigator?.storage?.estimate?.()) ?? {};
  const needed = (generations + 1) * bytes - stored; // one more while it is replaced
  if (quota !== undefined && quota - usage < needed)
    throw new Error(
      `${owner}: the browser lets this site store ${inMegabytes(quota - usage)} more, and checkpoints will need ` +
        `${inMegabytes(needed)}. Remove models or checkpoints that are no longer needed, or free disk space`,
    );
}

const inMegabytes = (bytes: number) => `${Math.ceil(Math.max(0, bytes) / 1e6)} MB`;
