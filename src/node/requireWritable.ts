import { rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { removeLeftovers, temporaryPath } from './claims/temporary';
import { whyUnwritable } from './explainWrite';

/**
 * Checks that a file or folder can be written, before hours of work that would be lost: writes a small file beside the
 * file or into the folder, and removes it.
 *
 * The folder of a file must exist, as for {@link writeFileAtomic}. A folder can be missing: its nearest existing parent
 * is checked. Nothing is left behind.
 *
 * @throws Error with the reason: the path is a folder in place of a file or vice versa, the file's folder is missing,
 * the disk is read-only or full, or the permission is missing
 * @example
 * ```ts no-run
 * import { requireWritable } from 'msa-unet/node';
 *
 * await requireWritable('runs/scores.csv', 'file');
 * console.log('runs/scores.csv can be written');
 * ```
 */
export async function requireWritable(path: string, kind: 'file' | 'folder'): Promise<void> {
  const found = await stat(path).catch(() => null);
  const is = found && (found.isDirectory() ? 'folder' : 'file');
  if (is && is !== kind) throw new Error(`${path} is a ${is}. Choose a ${kind}`);
  if (kind === 'file') {
    const folder = await stat(dirname(path)).catch(() => null);
    if (!folder) throw new Error(`${path} cannot be written: folder ${dirname(path)} does not exist. Create it first`);
  }
  await tryToWrite(path, is === 'folder' ? path : await folderAbove(path));
}

/** The nearest folder above a path that exists. */
async function folderAbove(path: string, folder = dirname(resolve(path))): Promise<string> {
  const found = await stat(folder).catch(() => null);
  if (!found) return folderAbove(path, dirname(folder));
  if (!found.isDirectory()) throw new Error(`${path} cannot be written: ${folder} is a file, not a folder`);
  return folder;
}

/** Writes what `writeFileAtomic` would write first, but small. */
async function tryToWrite(path: string, folder: string): Promise<void> {
  await removeLeftovers(folder);
  const probe = temporaryPath(join(folder, basename(path)));
  try {
    await writeFile(probe, '.', { flag: 'wx' });
  } catch (cause) {
    throw new Error(`${path} cannot be written: ${reasonOf(cause, folder)}`, { cause });
  } finally {
    const remove = () => rm(probe, { force: true });
    await remove()
      .catch(remove)
      .catch(() => {}); // a disk that fails once would keep it where nothing removes it
  }
}

const reasonOf = (cause: unknown, folder: string) =>
  whyUnwritable(cause, folder) ?? (cause instanceof Error ? cause.message : String(cause));
