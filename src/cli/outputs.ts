import { readdir, stat } from 'node:fs/promises';

import { requireWritable } from 'msa-unet/node';

import { isMissing } from './isMissing';

/**
 * Checks, before hours of work, that a file can be written.
 *
 * @throws Error if it already exists and `force` is false, or it cannot be written
 */
export async function requireNew(file: string, force: boolean): Promise<void> {
  await requireWritable(file, 'file');
  const found = await stat(file).catch(() => null);
  if (found && !force) throw new Error(`${file} already exists; pass --force to overwrite it`);
}

/** Whether a folder is missing or holds nothing but hidden files. @throws Error if it cannot be read */
export async function isEmpty(folder: string): Promise<boolean> {
  return (await visibleFiles(folder)).length === 0;
}

/** Names in a folder except hidden ones; none if it is missing. @throws Error if it cannot be read */
export async function visibleFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names.filter((name) => !name.startsWith('.'));
}

/**
 * Runs every task that writes results, even after one fails.
 *
 * @throws Error with the messages of all that failed
 */
export async function writeAll(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const task of tasks) await task().catch((cause: unknown) => failures.push(cause));
  if (failures.length === 0) return;
  const messages = failures.map((cause) => (cause instanceof Error ? cause.message : String(cause)));
  throw new Error(messages.join('\n'), { cause: failures[0] });
}

/** Whether a file or folder exists. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
