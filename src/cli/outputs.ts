import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes sure, before hours of work, that a file can be written.
 *
 * @throws Error if it is there already and not to be overwritten, or its folder is missing
 */
export async function requireNew(file: string, force: boolean): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) throw new Error(`${file} is a folder; a file is to be written there`);
  if (found && !force) throw new Error(`${file} is there already; --force overwrites it`);
  const folder = await stat(dirname(file)).catch(() => null);
  if (!folder?.isDirectory()) throw new Error(`There is no folder ${dirname(file)} for ${file}; make it first`);
}

/** Whether there is a file or folder of that name. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
