import { createHash } from 'node:crypto';
import { readFile, rm, rmdir, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointStore, CheckpointWriteOptions } from '../training/checkpoint/checkpointStore';
import { CallError } from '../utils/callError';
import { requireKnown } from '../utils/check';
import { OptionError } from '../utils/optionError';
import { isCheckpoint, listCheckpoints, nameOf } from './checkpointFiles';
import { isClaimed } from './claims/claimFolder';
import { removeLeftovers, temporaryPath } from './claims/temporary';
import { waitForClaim } from './claims/waitForClaim';
import { hasCode } from './hasCode';
import { makeFolder } from './makeFolder';
import { writeFileAtomic } from './writeFileAtomic';

/** Options of {@link checkpointFolder}. */
export interface CheckpointFolderOptions {
  /** Called with a line about each damaged checkpoint, and about a wait for another run. @defaultValue `console.warn` */
  warn?: (line: string) => void;
}

/** Number of checkpoints kept: if the newest is damaged, the run resumes from the one before. */
const generations = 2;
const digestLength = 32;

/**
 * Makes a checkpoint store in a folder, which is created if necessary. It keeps the newest checkpoint and the one
 * before.
 *
 * A checkpoint is written beside the others and gets its name when the disk has all of it, so that a crash or a power cut,
 * at any moment, costs no more than the work since the last one. All carry a SHA-256 checksum. The first checkpoint of a new
 * run replaces those of the run before. One run at a time uses a folder: another waits until it has ended, and warns of it.
 *
 * @throws Error (the promises) if the folder or its newest checkpoint cannot be read or written, or all checkpoints are
 * damaged
 * @example
 * ```ts no-run
 * import { buildMsaUnet, phantomDataSet, prepareSlices, splitDataSet, trainSegmentation } from 'msa-unet';
 * import { checkpointFolder } from 'msa-unet/node';
 *
 * const { parts } = await splitDataSet(phantomDataSet());
 * const [train, val] = [prepareSlices(parts.train), prepareSlices(parts.val)];
 * const checkpoint = { store: checkpointFolder('runs/liver/checkpoint') }; // start the program again to resume
 * await trainSegmentation(buildMsaUnet([128, 128, 1], { baseFilters: 8 }), { train, val, checkpoint });
 * ```
 */
export function checkpointFolder(
  folder: string,
  { warn = console.warn, ...others }: CheckpointFolderOptions = {},
): CheckpointStore {
  requireKnown<CheckpointFolderOptions>('checkpointFolder', others, { warn });
  let whole: number | null = null; // the newest checkpoint known to be intact
  return {
    name: folder,
    read: () =>
      explained('read', folder, async () => {
        const newest = await readNewest(folder, warn);
        whole = newest?.number ?? null;
        return newest?.checkpoint ?? null;
      }),
    write: (checkpoint, { newRun = false }: CheckpointWriteOptions = {}) =>
      explained('written', folder, async () => {
        whole = await write(folder, checkpoint, { whole, newRun });
      }),
    claim: ({ signal }) => explained('written', folder, () => claim(folder, { warn, signal }), signal),
    prepare: (bytes) => explained('written', folder, () => prepare(folder, bytes)),
  };
}

interface ClaimSettings {
  readonly warn: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** Keeps other runs out. In a folder that cannot be written no run trains, and one that is over can still be read. */
async function claim(folder: string, { warn, signal }: ClaimSettings): Promise<() => Promise<void>> {
  if (isClaimed(folder)) return async () => {};
  const onHeld = (holder: string) => warn(`checkpointFolder: waiting for ${holder}, which trains in ${folder}`);
  try {
    return await waitForClaim(folder, { onHeld, signal });
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].some((code) => hasCode(error, code))) return async () => {};
    throw error;
  }
}

interface Found {
  readonly number: number;
  readonly checkpoint: Uint8Array;
}

async function readNewest(folder: string, warn: (line: string) => void): Promise<Found | null> {
  const files = await listCheckpoints(folder);
  const first = files.findIndex(({ isFirst }) => isFirst);
  const ofThisRun = first < 0 ? files : files.slice(0, first + 1);
  for (const [i, { name, number }] of ofThisRun.entries()) {
    const path = join(folder, name);
    const file = await readFile(path).catch((cause: unknown) => {
      throw unreadable(name, cause);
    });
    const checkpoint = file.subarray(digestLength);
    if (sha256(checkpoint).equals(file.subarray(0, digestLength))) return { number, checkpoint };
    if (i + 1 < ofThisRun.length) warn(`checkpointFolder: ${path} is damaged; the one before is taken`);
  }
  if (files.length === 0) return null;
  throw new OptionError({
    owner: 'checkpointFolder',
    option: 'folder',
    expected: 'a folder with an intact checkpoint',
    received: folder,
    problem: `${folder} cannot be read: all its checkpoints are damaged`,
    fix: [{ action: 'remove it to start over' }, { option: 'checkpoint', value: { resume: false } }],
  });
}

/** Error for an unreadable checkpoint, which may be intact: permissions or the disk may recover. */
function unreadable(name: string, cause: unknown): Error {
  return new Error(
    `${name}: ${messageOf(cause)}. Give this program permission to read it, or repair the disk; or remove it to resume from ` +
      'the checkpoint before it, if there is one',
    { cause },
  );
}

/** Options of {@link write}. */
interface WriteOptions {
  /** Newest checkpoint that can be resumed from: later ones are damaged and do not replace it. */
  readonly whole: number | null;
  /** Whether no existing checkpoint is kept. */
  readonly newRun: boolean;
}

/**
 * Writes the next checkpoint, then removes all but that and the one before.
 *
 * @param whole the newest checkpoint that can be resumed from: later ones are damaged and do not count
 * @returns the number of the new checkpoint
 */
async function write(folder: string, checkpoint: Uint8Array, { whole, newRun }: WriteOptions): Promise<number> {
  await makeFolder(folder);
  await removeLeftovers(folder, isCheckpoint);
  const files = await listCheckpoints(folder);
  const number = (files[0]?.number ?? 0) + 1;
  const bytes = Buffer.concat([sha256(checkpoint), checkpoint]);
  await writeFileAtomic(join(folder, nameOf(number, newRun && files.length > 0)), bytes).catch((cause: unknown) => {
    const isWhole = files.length > 0 && !newRun;
    throw isWhole ? new Error(`${messageOf(cause)}. The run can be resumed from ${files[0]!.name}`, { cause }) : cause;
  });
  const sameRun = newRun ? [] : files.filter((other) => whole === null || other.number <= whole);
  const kept = sameRun.slice(0, generations - 1);
  const old = files.filter((other) => !kept.includes(other)).map(({ name }) => name);
  for (const name of old) await rm(join(folder, name), { force: true });
  return number;
}

/** Checks that the folder is writable and has enough space. A missing folder stays missing until the first checkpoint. */
async function prepare(folder: string, bytes: number): Promise<void> {
  const isNew = (await makeFolder(folder)) !== undefined;
  try {
    await tryToWrite(folder, bytes);
  } finally {
    if (isNew) await rmdir(folder).catch(() => undefined); // unless another process has written to it
  }
}

async function tryToWrite(folder: string, bytes: number): Promise<void> {
  await removeLeftovers(folder, isCheckpoint);
  const probe = temporaryPath(join(folder, 'probe'));
  await writeFile(probe, '.', { flag: 'wx' }).finally(() => rm(probe, { force: true }));
  const sizes = await Promise.all(
    (await listCheckpoints(folder)).map(async ({ name }) => (await stat(join(folder, name))).size),
  );
  const needed = (generations + 1) * bytes - sizes.reduce((sum, size) => sum + size, 0);
  const { bavail, bsize, blocks } = await statfs(folder);
  if (blocks > 0 && bavail * bsize < needed)
    throw new Error(
      `the disk has ${inMegabytes(bavail * bsize)} left, and checkpoints will need ${inMegabytes(needed)}`,
    );
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const inMegabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;

async function explained<T>(
  what: 'read' | 'written',
  folder: string,
  task: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  try {
    return await task();
  } catch (cause) {
    if (cause instanceof OptionError || signal?.aborted) throw cause;
    throw new CallError('checkpointFolder', `${folder} cannot be ${what}: ${messageOf(cause)}`, { cause });
  }
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
