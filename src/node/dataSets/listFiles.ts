import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CtFileError } from '../../data/ctFileError';
import { CallError } from '../../utils/callError';
import { numericOrder } from '../../utils/numericOrder';
import { hasCode } from '../hasCode';
import type { ByteCache } from './byteCache';
import { diskFile, type FoundFile } from './diskFile';
import { ZipBudget } from './zipBudget';
import { zipFiles } from './zipFiles';

/**
 * Lists all files below a folder, including those in zips, by their relative path: `3Dircadb1.1/PATIENT_DICOM/image_0`.
 * Sorts by name with numbers by value (`image_2` before `image_10`).
 *
 * A zip counts as a folder of its name; it is skipped if it has been unpacked beside itself. Hidden files and macOS's
 * additions (`._…`, `__MACOSX`) are skipped.
 *
 * @param owner function named in errors
 * @throws Error if the folder is missing or a file
 * @param budget what zips may take; pass one for several folders
 * @throws CtFileError if a zip cannot be read, or zips in zips grow beyond measure
 */
export async function listFiles(
  directory: string,
  owner: string,
  cache: ByteCache,
  budget = new ZipBudget(),
): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for (const file of await filesBelow(directory, owner))
    for (const part of await unzipped(file, cache, budget)) files.push(part);
  return files.sort((a, b) => numericOrder(a.name, b.name));
}

/**
 * Lists all files below a folder as {@link listFiles} does, but without a look into zips.
 *
 * @param isLeftOut whether a folder is not searched, by its path
 */
export async function filesBelow(
  directory: string,
  owner: string,
  isLeftOut: (path: string) => boolean = () => false,
): Promise<FoundFile[]> {
  const found = await stat(directory).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return null;
    if (hasCode(error, 'ELOOP')) throw new CtFileError(directory, 'a link that leads to itself; remove it');
    throw error;
  });
  if (!found) throw new CallError(owner, `${directory} does not exist`);
  if (!found.isDirectory())
    throw new CallError(owner, `${directory} is a file; give the folder that holds images and masks`);
  const files: FoundFile[] = [];
  for await (const file of filesIn({ root: directory, isLeftOut }, '', [])) files.push(file);
  return files.sort((a, b) => numericOrder(a.name, b.name));
}

interface Search {
  readonly root: string;
  readonly isLeftOut: (path: string) => boolean;
}

/** @param above real paths of the parent folders: a link to one of them would recurse forever */
async function* filesIn(search: Search, folder: string, above: readonly string[]): AsyncGenerator<FoundFile> {
  const { root, isLeftOut } = search;
  const here = await realpath(join(root, folder));
  if (above.includes(here)) return;
  const names = new Set((await readdir(here)).filter(isWanted));
  for (const name of names) {
    const path = folder ? `${folder}/${name}` : name;
    const found = await stat(join(root, path)).catch(() => null); // a broken link
    if (found?.isDirectory() && !isLeftOut(join(root, path))) yield* filesIn(search, path, [...above, here]);
    if (found?.isFile() && !names.has(withoutZip(name))) yield diskFile(join(root, path), path);
  }
}

/**
 * Returns the file itself or, for a zip, its contents.
 *
 * @throws CtFileError if a zip cannot be read, or takes more than the budget
 */
export async function unzipped(file: FoundFile, cache: ByteCache, budget: ZipBudget): Promise<FoundFile[]> {
  if (!isZip(file.name) || holdsNoScans(file.name) || isTooDeep(file.name)) return [file];
  const entries = (await zipFiles(file, cache, budget)).filter(({ name }) => isWanted(name));
  const zips = entries.filter(({ name }) => isZip(name));
  const folders = zips.length > 0 ? foldersOf(entries) : new Set<string>();
  const files: FoundFile[] = [];
  for (const entry of entries) {
    if (!isZip(entry.name)) files.push(entry);
    else if (!folders.has(withoutZip(entry.name)))
      for (const part of await unzipped(entry, cache, budget)) files.push(part);
  }
  return files;
}

/** The folders of files, and those above. */
function foldersOf(files: readonly FoundFile[]): Set<string> {
  const folders = new Set<string>();
  for (const { name } of files)
    for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) {
      const folder = name.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  return folders;
}

const isZip = (name: string) => /\.zip$/i.test(name);
/** Returns the folder name that a zip is unpacked to; `''` for other files. */
const withoutZip = (name: string) => (isZip(name) ? name.slice(0, -'.zip'.length) : '');
const isWanted = (path: string) => !/(^|\/)(\.|__MACOSX(\/|$))/.test(path);
/** Zips of 3D-IRCADb-01 without scans, which would be inflated in vain. */
const holdsNoScans = (name: string) => /(LABELLED_DICOM|MESHES_VTK)\.zip$/i.test(name);
/** A zip can be crafted to contain itself; 3D-IRCADb-01 nests three. */
const isTooDeep = (name: string) => name.split(/\.zip\//i).length > 4;
