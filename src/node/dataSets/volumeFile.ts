import { dataFileNames } from '../../data/formats/dataFileNames';
import type { SegmentOptions } from '../../data/formats/volumeFormat';
import { volumeFormats } from '../../data/formats/volumeFormats';
import { openAny } from '../../data/openAny';
import type { OpenVolume } from '../../data/openVolume';
import { chooseSegments } from '../../data/segments/chooseSegments';
import { onGrid } from '../../data/segments/onGrid';
import type { VoxelKind } from '../../data/volume';
import type { FoundFile } from './diskFile';
import { folderOf, lastPart } from './filesByFolder';

/** Volume whose header has been read, with all its files. */
export interface VolumeFile extends OpenVolume {
  /** Path of its file or folder. */
  readonly name: string;
  readonly files: readonly FoundFile[];
}

/** Where a volume is. */
export interface VolumePlace {
  /** Path of its file or folder. */
  readonly path: string;
  /** The file, or all files of the folder. */
  readonly files: readonly FoundFile[];
}

/** How a volume of a data set is read. */
export interface VolumeFileOptions extends SegmentOptions {
  /** Meaning of the voxels. */
  readonly kind: VoxelKind;
}

/** Endings of files that open a volume. */
export const volumeEndings = (): string[] => volumeFormats.flatMap(({ endings }) => endings);

/** The path of a volume without its ending; `null` for other files. */
export function volumeStem(path: string): string | null {
  const [longest] = volumeEndings()
    .filter((ending) => path.toLowerCase().endsWith(ending))
    .sort((a, b) => b.length - a.length);
  return longest === undefined ? null : path.slice(0, -longest.length);
}

/**
 * Opens a volume in a file or a folder.
 *
 * @param all files among which the voxels of a header lie
 * @throws CtFileError if the header cannot be read, lacks a segment, or does not fit the grid
 */
export async function volumeFile(
  { path, files: own }: VolumePlace,
  options: VolumeFileOptions,
  all: readonly FoundFile[],
): Promise<VolumeFile> {
  const files = [...own, ...(own.length === 1 ? await voxelsOf(own[0]!, all) : [])];
  const volume = onGrid(await openAs(path, files, options), options.grid);
  if (!volume.header.segments) chooseSegments([], options.segments, path);
  const canReadSlices = files.every(({ isSeekable }) => isSeekable);
  return { ...volume, readSlice: canReadSlices ? volume.readSlice : null, name: path, files };
}

/** A name with an ending of a format decides; otherwise all files are examined. */
function openAs(path: string, files: readonly FoundFile[], options: VolumeFileOptions): Promise<OpenVolume> {
  const name = path.toLowerCase();
  const format = volumeFormats.find(({ endings }) => endings.some((ending) => name.endsWith(ending)));
  return format ? format.open(files, options) : openAny(files, options);
}

/** Lists the files that a header names, in its folder or below, else at the top. */
async function voxelsOf(header: FoundFile, all: readonly FoundFile[]): Promise<readonly FoundFile[]> {
  const folder = folderOf(header.name);
  const names = await dataFileNames(header);
  const wanted = new Set(names.flatMap((name) => [folder === '' ? name : `${folder}/${name}`, lastPart(name)]));
  return all.filter(({ name }) => wanted.has(name));
}
