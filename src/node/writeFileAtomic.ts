import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { requireKnown } from '../utils/check';

/** Options of {@link writeFileAtomic}. */
export interface WriteFileAtomicOptions {
  /**
   * Waits until the disk has the file, so that it survives a power cut. Without, a power cut may leave a file with missing
   * parts: enough for a cache with checksums, and faster. @defaultValue `true`
   */
  durable?: boolean;
}

/**
 * Replaces a file in one step: whoever reads it, even after a crash in between, finds all of the old or all of the new.
 *
 * Writes a temporary file beside it, waits until the disk has it, then renames. The folder must exist.
 *
 * @throws what Node's file system throws (no space, no permission, …); the old file is then as it was
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  { durable = true, ...others }: WriteFileAtomicOptions = {},
): Promise<void> {
  requireKnown<WriteFileAtomicOptions>('writeFileAtomic', others, { durable });
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
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
    await rm(temporary, { force: true });
    throw error;
  }
  if (durable) await syncFolder(dirname(path));
}

/** The name of the file that a temporary file of `writeFileAtomic` was to become; a crash can leave it behind. */
export function temporaryFor(name: string): string | undefined {
  return /^\.(.+)\.[0-9a-f-]{36}\.tmp$/.exec(name)?.[1];
}

/** Makes the new name itself survive a power cut. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // cannot open folders
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
