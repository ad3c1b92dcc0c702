import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

import type { CheckpointStore } from '../training/checkpoint/checkpointStore';
import { hasCode } from './hasCode';
import { temporaryFor, writeFileAtomic } from './writeFileAtomic';

/** Options of {@link checkpointFolder}. */
export interface CheckpointFolderOptions {
  /** Told about damaged checkpoints. @defaultValue `console.warn` */
  warn?: (line: string) => void;
}

/** Generations that are kept: if the newest turns out to be damaged, the run goes on from the one before. */
const generations = 2;
const digestLength = 32;

/**
 * Keeps the checkpoints of one run in a folder, which is made if need be: the newest and the one before.
 *
 * A checkpoint is written beside the others and gets its name when the disk has all of it, so that a crash or a power cut,
 * at any moment, costs no more than the work since the last one. All carry a SHA-256 checksum. One run at a time may use a
 * folder.
 *
 * @example `trainSegmentation(model, { train, val, checkpoint: { store: checkpointFolder('runs/liver/checkpoint') } })`
 * @throws Error (the promises) if the folder or its newest checkpoint cannot be read, if it cannot be written, or holds
 * damaged checkpoints only
 */
export function checkpointFolder(
  folder: string,
  { warn = console.warn }: CheckpointFolderOptions = {},
): CheckpointStore {
  let whole: number | null = null; // the newest that was found or made to be so
  return {
    name: folder,
    read: () =>
      explained('read', folder, async () => {
        const newest = await readNewest(folder, warn);
        whole = newest?.number ?? null;
        return newest?.checkpoint ?? null;
      }),
    write: (checkpoint) =>
      explained('written', folder, async () => {
        whole = await write(folder, checkpoint, whole);
      }),
    prepare: (bytes) => explained('written', folder, () => prepare(folder, bytes)),
  };
}

interface Found {
  readonly number: number;
  readonly checkpoint: Uint8Array;
}

async function readNewest(folder: string, warn: (line: string) => void): Promise<Found | null> {
  const numbers = await list(folder);
  for (const number of numbers) {
    const path = join(folder, nameOf(number));
    const file = await readFile(path).catch((cause: unknown) => {
      throw unreadable(nameOf(number), cause);
    });
    const checkpoint = file.subarray(digestLength);
    if (sha256(checkpoint).equals(file.subarray(0, digestLength))) return { number, checkpoint };
    warn(`checkpointFolder: ${path} is damaged; the one before is taken`);
  }
  if (numbers.length === 0) return null;
  throw new Error('all that it holds is damaged. Remove it, or pass `resume: false`, to begin anew');
}

/** What cannot be read may be whole: nothing is lost that permissions or a disk may give back. */
function unreadable(name: string, cause: unknown): Error {
  return new Error(
    `${name}: ${messageOf(cause)}. Give this program the permission to read it, or mend the disk; else remove it, and the ` +
      'run goes on from the one before, if there is one',
    { cause },
  );
}

/**
 * Writes the next one, then removes all but that and the one before.
 *
 * @param whole the newest that can be gone on from: later ones are damaged, and not kept in its place
 * @returns the number of the new one
 */
async function write(folder: string, checkpoint: Uint8Array, whole: number | null): Promise<number> {
  await mkdir(folder, { recursive: true });
  const numbers = await list(folder);
  const number = (numbers[0] ?? 0) + 1;
  const bytes = Buffer.concat([sha256(checkpoint), checkpoint]);
  await writeFileAtomic(join(folder, nameOf(number)), bytes);
  const kept = numbers.filter((other) => whole === null || other <= whole).slice(0, generations - 1);
  const old = numbers.filter((other) => !kept.includes(other)).map(nameOf);
  const leftBehind = (await readdir(folder)).filter((name) => numberOf(temporaryFor(name) ?? '') !== null);
  for (const name of [...old, ...leftBehind]) await rm(join(folder, name), { force: true });
  return number;
}

/** Writes a small file for a try, and asks whether there is room. */
async function prepare(folder: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const probe = join(folder, '.probe');
  await writeFileAtomic(probe, new Uint8Array(1));
  await rm(probe);
  const sizes = await Promise.all(
    (await list(folder)).map(async (number) => (await stat(join(folder, nameOf(number)))).size),
  );
  const needed = (generations + 1) * bytes - sizes.reduce((sum, size) => sum + size, 0);
  const { bavail, bsize, blocks } = await statfs(folder);
  if (blocks > 0 && bavail * bsize < needed)
    throw new Error(
      `the disk has ${inMegabytes(bavail * bsize)} left, and checkpoints will need ${inMegabytes(needed)}`,
    );
}

/** The numbers of the checkpoints in a folder, from the newest down; none if it is not there. */
async function list(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  return names
    .map(numberOf)
    .filter((number) => number !== null)
    .sort((a, b) => b - a);
}

const nameOf = (number: number) => `checkpoint-${String(number).padStart(6, '0')}.bin`;

function numberOf(name: string): number | null {
  const digits = /^checkpoint-(\d{6,15})\.bin$/.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const inMegabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;

async function explained<T>(what: 'read' | 'written', folder: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (cause) {
    throw new Error(`checkpointFolder: ${folder} cannot be ${what}: ${messageOf(cause)}`, { cause });
  }
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
