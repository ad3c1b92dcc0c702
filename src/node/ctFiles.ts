import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { CtFile } from '../data/ctFile';
import { dataFileNames } from '../data/formats/dataFileNames';
import { CallError } from '../utils/callError';
import { requireKnown, requireNonNegative } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { ByteCache } from './dataSets/byteCache';
import { diskFile, type FoundFile } from './dataSets/diskFile';
import { listFiles, unzipped } from './dataSets/listFiles';
import { defaultCacheBytes, type OpenOptions } from './dataSets/sources';

/**
 * Lists files on disk for `readVolume` and the readers of single formats: one path, several, or everything below a
 * folder. Files are open only while they are read, and only the required bytes are read.
 *
 * A header whose voxels lie in other files (`.mhd`, `.nhdr`, `.hdr`) brings those that it names in its folder or below.
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
 * const mask = await readVolume(await ctFiles('liver.mhd'), { kind: 'label' });
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
  const files: FoundFile[] = [];
  for (const path of list) files.push(...(await filesOf(path, cache)));
  const known = new Set(list.map((path) => resolve(String(path))));
  for (const path of list) files.push(...(await voxelFiles(String(path), known)));
  return files;
}

async function filesOf(path: unknown, cache: ByteCache): Promise<FoundFile[]> {
  if (typeof path !== 'string') throw invalidOption('ctFiles', 'paths', 'a path or a list of paths', path);
  const files: FoundFile[] = [];
  const found = await stat(path).catch(() => null); // listFiles reports it
  if (found?.isFile()) for await (const file of unzipped(diskFile(path, basename(path)), cache)) files.push(file);
  else files.push(...(await listFiles(path, 'ctFiles', cache)));
  if (files.length === 0) throw new CallError('ctFiles', `${path} holds no files`);
  return files;
}

/** Lists the files that hold the voxels of a header, except those that are listed anyway. */
async function voxelFiles(path: string, known: Set<string>): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  if (!(await isFile(path))) return files;
  for (const name of await dataFileNames(diskFile(path, basename(path)))) {
    const voxels = join(dirname(path), name);
    if (known.has(resolve(voxels)) || !(await isFile(voxels))) continue;
    known.add(resolve(voxels));
    files.push(diskFile(voxels, name));
  }
  return files;
}

const isFile = async (path: string) => (await stat(path).catch(() => null))?.isFile() ?? false;
