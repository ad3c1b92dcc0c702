import { dataFileNames } from '../../data/formats/dataFileNames';
import type { SegmentOptions } from '../../data/formats/volumeFormat';
import { volumeFormats } from '../../data/formats/volumeFormats';
import type { OpenVolume } from '../../data/openVolume';
import type { VoxelKind } from '../../data/volume';
import type { FoundFile } from './diskFile';
import { folderOf, lastPart } from './filesByFolder';

/** Volume whose header has been read, with all its files. */
export interface VolumeFile extends OpenVolume {
  readonly name: string;
  readonly files: readonly FoundFile[];
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

/** How a volume of a data set is read. */
export interface VolumeFileOptions extends SegmentOptions {
  /** Meaning of the voxels. */
  readonly kind: VoxelKind;
}

/**
 * Opens a file with one of the {@link volumeEndings}.
 *
 * @param all files among which the voxels of a header lie
 * @throws CtFileError if the header cannot be read
 */
export async function volumeFile(
  file: FoundFile,
  options: VolumeFileOptions,
  all: readonly FoundFile[],
): Promise<VolumeFile> {
  const name = file.name.toLowerCase();
  const format = volumeFormats.find(({ endings }) => endings.some((ending) => name.endsWith(ending)))!;
  const files = [file, ...(await voxelsOf(file, all))];
  const volume = await format.open(files, options);
  const canReadSlices = files.every(({ isSeekable }) => isSeekable);
  return { ...volume, readSlice: canReadSlices ? volume.readSlice : null, name: file.name, files };
}

/** Lists the files that a header names, in its folder or below, else at the top. */
async function voxelsOf(header: FoundFile, all: readonly FoundFile[]): Promise<readonly FoundFile[]> {
  const folder = folderOf(header.name);
  const names = await dataFileNames(header);
  const wanted = new Set(names.flatMap((name) => [folder === '' ? name : `${folder}/${name}`, lastPart(name)]));
  return all.filter(({ name }) => wanted.has(name));
}
