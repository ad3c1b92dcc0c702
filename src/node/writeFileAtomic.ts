import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { requireKnown } from '../utils/check';
import { removeLeftovers, temporaryPath } from './claims/temporary';
import { explainWrite } from './explainWrite';

/** Options of {@link writeFileAtomic}. */
export interface WriteFileAtomicOptions {
  /**
   * Whether to wait until the file is on disk, so that it survives a power cut. Without, parts may be missing
   * afterwards: enough for a cache with checksums, and faster. @defaultValue `true`
   */
  durable?: boolean;
}

/**
 * Replaces a file atomically: any reader, even after a crash, finds the complete old or the complete new file.
 *
 * Writes a temporary file beside it, waits until it is on disk, then renames it. The folder must exist. A `durable` write
 * first removes from the folder what crashed programs left unfinished. Options: {@link WriteFileAtomicOptions}.
 *
 * @throws Error that names the file if the disk is full or the permission is missing, and whatever else Node's file system
 * throws; the old file then stays
 * @example
 * ```ts no-run
 * import { writeFileAtomic } from 'msa-unet/node';
 *
 * await writeFileAtomic('runs/metrics.json', JSON.stringify({ dice: 0.97 }));
 * ```
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  { durable = true, ...others }: WriteFileAtomicOptions = {},
): Promise<void> {
  requireKnown<WriteFileAtomicOptions>('writeFileAtomic', others, { durable });
  if (durable) await removeLeftovers(dirname(path));
  await explainWrite(path, () => replace(path, data, durable), 'What it held before is unchanged');
  if (durable) await explainWrite(path, () => syncFolder(dirname(path)));
}

async function replace(path: string, data: string | Uint8Array, durable: boolean): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(data);
      if (durable) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // the next write removes it
    throw error;
  }
}

/** Flushes the folder, so that the new name survives a power cut. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // Windows cannot open folders
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
