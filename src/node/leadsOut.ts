import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';

/**
 * Returns whether a file lies outside a folder once links are resolved. What one file names in another's place (the
 * weights of a `model.json`, the voxels of a header) must lie in its folder; what the user names is followed anywhere.
 */
export async function leadsOut(folder: string, file: string): Promise<boolean> {
  const path = relative(await realpath(folder), await realpath(file));
  return isAbsolute(path) || path.split(sep)[0] === '..';
}
