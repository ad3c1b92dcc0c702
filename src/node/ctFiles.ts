import { stat } from 'node:fs/promises';
import { basename } from 'node:path';

import type { CtFile } from '../data/ctFile';
import { requireKnown, requireNonNegative } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { ByteCache } from './dataSets/byteCache';
import { diskFile } from './dataSets/diskFile';
import { listFiles, unzipped } from './dataSets/listFiles';
import { defaultCacheBytes, type OpenOptions } from './dataSets/sources';

/**
 * Lists files on disk for `readVolume` and the readers of single formats: one path, several, or everything below a
 * folder. Files are open only while they are read, and only the required bytes are read.
 *
 * Files are named without their folder; files below a folder by their relative path, sorted with numbers by value. A
 * zip counts as a folder. Hidden files in folders are skipped. Options: {@link OpenOptions}.
 *
 * @param paths one path or several
 * @throws Error if a file or folder does not exist or contains no file
 * @throws OptionError if there are no paths, or a path is not a string; CtFileError if a zip cannot be read
 * @example
 * ```ts no-run
 * import { readVolume } from 'msa-unet';
 * import { ctFiles } from 'msa-unet/node';
 *
 * const volume = await readVolume(await ctFiles('scan.nii.gz'));
 * const mask = await readVolume(await ctFiles(['liver.mhd', 'liver.raw']), { kind: 'label' });
 * const series = await readVolume(await ctFiles('patient-1/DICOM'));
 * console.log(volume.shape, mask.shape, series.shape);
 * ```
 */
export async function ctFiles(
  paths: string | readonly string[],
  { cacheBytes = defaultCacheBytes, ...others }: OpenOptions = {},
): Promise<readonly CtFile[]> {
  requireKnown<OpenOptions>('ctFiles', others, { cacheBytes });
  requireNonNegative('ctFiles', 'cacheBytes', cacheBytes);
  const list: readonly unknown[] = Array.isArray(paths) ? paths : [paths];
  if (list.length === 0) throw invalidOption('ctFiles', 'paths', 'one path or more', list);
  const cache = new ByteCache(cacheBytes);
  const files: CtFile[] = [];
  for (const path of list) files.push(...(await filesOf(path, cache)));
  return files;
}

async function filesOf(path: unknown, cache: ByteCache): Promise<CtFile[]> {
  if (typeof path !== 'string') throw invalidOption('ctFiles', 'paths', 'a path or a list of paths', path);
  const files: CtFile[] = [];
  const found = await stat(path).catch(() => null); // listFiles reports it
  if (found?.isFile()) for await (const file of unzipped(diskFile(path, basename(path)), cache)) files.push(file);
  else files.push(...(await listFiles(path, 'ctFiles', cache)));
  if (files.length === 0) throw new Error(`ctFiles: ${path} holds no files`);
  return files;
}
