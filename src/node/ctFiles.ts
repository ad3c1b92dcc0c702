import { stat } from 'node:fs/promises';
import { basename } from 'node:path';

import type { CtFile } from '../data/ctFile';
import { diskFile } from './dataSets/diskFile';
import { type OpenOptions, openSources } from './dataSets/sources';

/**
 * One file, or all files below a folder, those in zips included, as `readVolume` and the readers of single formats take
 * them. They are opened only while they are read.
 *
 * @example `const volume = await readVolume(await ctFiles('scan'));`
 * @throws Error if there is no such file or folder; CtFileError if a zip cannot be read
 */
export async function ctFiles(path: string, options: OpenOptions = {}): Promise<readonly CtFile[]> {
  const found = await stat(path).catch(() => null); // said below
  if (found?.isFile()) return [diskFile(path, basename(path))];
  return (await openSources('ctFiles', path, options)).files;
}
