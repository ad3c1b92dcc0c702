import type { VolumeFormat } from '../../data/formats/volumeFormat';
import { volumeFormats } from '../../data/formats/volumeFormats';
import type { OpenVolume } from '../../data/openVolume';
import type { VoxelKind } from '../../data/volume';
import type { FoundFile } from './diskFile';
import { folderOf } from './filesByFolder';

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

/**
 * Opens a file with one of the {@link volumeEndings}.
 *
 * @param all files among which the voxels of a detached header lie
 * @throws CtFileError if the header cannot be read
 */
export async function volumeFile(file: FoundFile, kind: VoxelKind, all: readonly FoundFile[]): Promise<VolumeFile> {
  const name = file.name.toLowerCase();
  const format = volumeFormats.find(({ endings }) => endings.some((ending) => name.endsWith(ending)))!;
  const data = isDetached(format, name) ? dataBeside(file, all) : [];
  const volume = await format.open([file, ...data], { kind });
  const files = [file, ...ownData(file, data)];
  const canReadSlices = files.every(({ isSeekable }) => isSeekable);
  return { ...volume, readSlice: canReadSlices ? volume.readSlice : null, name: file.name, files };
}

const isDetached = ({ detached }: VolumeFormat, name: string) => detached !== null && name.endsWith(detached.header);

/** Lists files in the header's folder or below that are not headers themselves. */
function dataBeside({ name }: FoundFile, all: readonly FoundFile[]): FoundFile[] {
  const folder = folderOf(name);
  return all.filter((file) => (folder === '' || file.name.startsWith(`${folder}/`)) && volumeStem(file.name) === null);
}

/** Prefers data named like the header; if there are none, any may match. */
function ownData({ name }: FoundFile, data: readonly FoundFile[]): readonly FoundFile[] {
  const own = data.filter((file) => file.name.startsWith(`${volumeStem(name)}.`));
  return own.length > 0 ? own : data;
}
