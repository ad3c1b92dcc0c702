import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Checks, before hours of work, that a file can be written.
 *
 * @throws Error if it already exists and `force` is false, or its folder is missing
 */
export async function requireNew(file: string, force: boolean): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) throw new Error(`${file} is a folder; pass the path of a file`);
  if (found && !force) throw new Error(`${file} already exists; pass --force to overwrite it`);
  const folder = await stat(dirname(file)).catch(() => null);
  if (!folder?.isDirectory())
    throw new Error(`${dirname(file)}, the folder for ${file}, does not exist; create it first`);
}
