import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { CtFile } from '../data/ctFile';
import { CtFileError } from '../data/ctFileError';
import { dataFileNames } from '../data/formats/dataFileNames';
import { CallError } from '../utils/callError';
import { requireKnown, requireNonNegative } from '../utils/check';
import { invalidOption, show } from '../utils/errors';
import { ByteCache } from './dataSets/byteCache';
import { diskFile, type FoundFile } from './dataSets/diskFile';
import { listFiles, unzipped } from './dataSets/listFiles';
import { defaultCacheBytes, type OpenOptions } from './dataSets/sources';
import { ZipBudget } from './dataSets/zipBudget';
import { leadsOut } from './leadsOut';

/**
 * Lists files on disk for `readVolume` and the readers of single formats: one path, several, or everything below a
 * folder. Files are open only while they are read, and only the required bytes are read.
 *
 * A header whose voxels lie in other files (`.mhd`, `.nhdr`, `.hdr`) brings those that it names in its folder or below.
 * Files are named without their folder; files below a folder by their relative path, sorted with numbers by value. A
 * zip counts as a folder; zips in zips may inflate to 64 MiB and 16 times the bytes on disk. Hidden files in folders are
 * skipped. Links are followed, but not from a header to voxels outside its folder. Options: {@link OpenOptions}.
 *
 * @param paths one path or several
 * @throws Error if a file or folder does not exist or contains no file
 * @throws OptionError if there are no paths, or a path is not a string; CtFileError if a zip cannot be read, grows beyond
 * measure, or a link leads to itself or from a header out of its folder
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
  const budget = new ZipBudget();
  const groups: FoundFile[][] = [];
  for (const path of list) groups.push(await filesOf(path, cache, budget));
  const known = new Set(list.map((path) => resolve(String(path))));
  for (const path of list) groups.push(await voxelFiles(String(path), known));
  return groups.flat();
}

async function filesOf(path: unknown, cache: ByteCache, budget: ZipBudget): Promise<FoundFile[]> {
  if (typeof path !== 'string') throw invalidOption('ctFiles', 'paths', 'a path or a list of paths', path);
  const found = await stat(path).catch(() => null); // listFiles reports it
  const files: FoundFile[] = found?.isFile() ? [] : await listFiles(path, 'ctFiles', cache, budget);
  if (found?.isFile())
    for (const file of await unzipped(diskFile(path, basename(path)), cache, budget)) files.push(file);
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
    if (await leadsOut(dirname(path), voxels))
      throw new CtFileError(
        basename(path),
        `the data file ${show(name)} is a link out of the header's folder, so it is not opened`,
      );
    known.add(resolve(voxels));
    files.push(diskFile(voxels, name));
  }
  return files;
}

const isFile = async (path: string) => (await stat(path).catch(() => null))?.isFile() ?? false;
