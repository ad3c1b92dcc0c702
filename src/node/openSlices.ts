import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { decodeGreyPng, decodeMaskPng } from '../data/png';
import { resizeSample } from '../data/resize';
import type { Sample, Samples } from '../data/sample';
import type { Parts } from '../data/split';
import { folderSplit } from '../data/splitsFile';
import { hasCode } from './hasCode';

/** Options of {@link openSlices}. */
export interface OpenSlicesOptions {
  /** Height and width the slices are resized to, in pixels; `null` leaves them as they are. @defaultValue `null` */
  size?: readonly [height: number, width: number] | null;
  /** Seed of the split by patients where `splits.json` lists none. @defaultValue `0` */
  seed?: number;
}

/**
 * Opens a folder of grey CT slices, already windowed, with their liver masks:
 * `images/<folder>/<slice>.png`, `masks/<folder>/<slice>.png` and perhaps `splits.json` (`train`, `val`, `test` list
 * folders, `same_patient` groups of folders of one person). Without it the patients are split 8 : 1 : 1.
 *
 * A slice is read from disk when it is needed. It is called `<folder>/<slice>` and belongs to the first folder of its person.
 *
 * @throws Error if the folder is missing or has no slices, or a mask is missing, is left over, is a JPEG or differs in
 * size from its image; paths in messages start from `directory`
 */
export async function openSlices(
  directory: string,
  { size = null, seed = 0 }: OpenSlicesOptions = {},
): Promise<Parts<Samples>> {
  const folders = await patientFolders(directory);
  const slices = new Map<string, string[]>();
  for (const folder of folders) slices.set(folder, await pairedSlices(directory, folder));
  const { parts, patientOf } = folderSplit(await readSplits(directory), folders, seed);

  const open = (part: string[]): Samples => {
    const all = part.flatMap((folder) => slices.get(folder)!.map((slice) => ({ folder, slice })));
    const read = async (index: number) => {
      const { folder, slice } = all[index]!;
      const sample = await readSlice(directory, folder, slice, patientOf.get(folder)!);
      return size ? resizeSample(sample, ...size) : sample;
    };
    return { length: all.length, read };
  };
  return { train: open(parts.train), val: open(parts.val), test: open(parts.test) };
}

/** Names of the folders of `images`; `masks` has no others. */
async function patientFolders(directory: string): Promise<string[]> {
  const found = await stat(directory).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return null;
    throw error;
  });
  if (!found) throw new Error(`openSlices: ${directory} does not exist`);
  if (!found.isDirectory())
    throw new Error(`openSlices: ${directory} is a file; give the folder that holds images and masks`);
  const folders = await list(join(directory, 'images'), 'folders');
  if (folders.length === 0)
    throw new Error(
      `openSlices: images has no folders of patients; slices must lie at ${directory}/images/<patient>/<slice>.png`,
    );
  const left = (await list(join(directory, 'masks'), 'folders')).find((folder) => !folders.includes(folder));
  if (left !== undefined)
    throw new Error(`openSlices: masks/${left} has no images/${left}; add the images or remove the masks`);
  return folders;
}

/** Names of the slices of one folder, each of which has both an image and a mask. */
async function pairedSlices(directory: string, folder: string): Promise<string[]> {
  const images = await list(join(directory, 'images', folder), 'files');
  const masks = await list(join(directory, 'masks', folder), 'files');
  const jpeg = masks.find((file) => /\.jpe?g$/i.test(file));
  if (jpeg !== undefined)
    throw new Error(`openSlices: masks/${folder}/${jpeg} is a JPEG, which blurs the mask's edge; save masks as PNG`);
  const alone = images.find((file) => isPng(file) && !masks.includes(file));
  if (alone !== undefined)
    throw new Error(
      `openSlices: images/${folder}/${alone} has no mask masks/${folder}/${alone}; add the mask, all 0 where there is no liver`,
    );
  const left = masks.find((file) => isPng(file) && !images.includes(file));
  if (left !== undefined)
    throw new Error(
      `openSlices: masks/${folder}/${left} has no image images/${folder}/${left}; add the image or remove the mask`,
    );
  const slices = images.filter(isPng);
  if (slices.length === 0) throw new Error(`openSlices: no PNG slices in images/${folder}`);
  return slices.map((file) => file.slice(0, -'.png'.length));
}

async function readSlice(directory: string, folder: string, slice: string, patient: string): Promise<Sample> {
  const file = `${folder}/${slice}.png`;
  const image = await decodeFile(directory, `images/${file}`, decodeGreyPng);
  const mask = await decodeFile(directory, `masks/${file}`, decodeMaskPng);
  const { height, width } = image;
  if (mask.height !== height || mask.width !== width)
    throw new Error(
      `openSlices: images/${file} is ${height}×${width} pixels, but its mask is ${mask.height}×${mask.width}; save the mask at the size of its image`,
    );
  return { patient, name: `${folder}/${slice}`, height, width, image: image.data, mask: mask.data };
}

async function decodeFile<T>(directory: string, file: string, decode: (bytes: Uint8Array) => T): Promise<T> {
  const bytes = await readFile(join(directory, file));
  try {
    return decode(bytes);
  } catch (cause) {
    throw new Error(`openSlices: ${file}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

async function readSplits(directory: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(directory, 'splits.json'), 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return {};
    throw new Error(`openSlices: splits.json: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/** Names in a folder, numbers in order (`2` before `10`), without hidden ones; none where there is no such folder. */
async function list(path: string, what: 'files' | 'folders'): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return [];
    throw error;
  });
  return entries
    .filter((entry) => !entry.name.startsWith('.') && entry.isDirectory() === (what === 'folders'))
    .map((entry) => entry.name)
    .sort(new Intl.Collator('en', { numeric: true }).compare);
}

const isPng = (file: string) => file.endsWith('.png');
