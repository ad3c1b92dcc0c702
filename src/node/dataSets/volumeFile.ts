import { openMetaImage } from '../../data/formats/metaImage/readMetaImage';
import { openNifti } from '../../data/formats/nifti/readNifti';
import type { OpenVolume } from '../../data/stored/openStored';
import type { VoxelKind } from '../../data/volume';
import type { FoundFile } from './diskFile';
import { folderOf } from './filesByFolder';

/** Endings of files that open a volume. */
export const volumeEnding = /\.(nii|nii\.gz|mha|mhd)$/i;

/** Volume whose header has been read, with all its files. */
export interface VolumeFile extends OpenVolume {
  readonly name: string;
  readonly files: readonly FoundFile[];
}

/**
 * Opens a `.nii`, `.nii.gz`, `.mha` or `.mhd` file.
 *
 * @param all files that may contain the data of a `.mhd`
 * @throws CtFileError if the header cannot be read
 */
export async function volumeFile(file: FoundFile, kind: VoxelKind, all: readonly FoundFile[]): Promise<VolumeFile> {
  const data = /\.mhd$/i.test(file.name) ? dataBeside(file, all) : [];
  const open = /\.nii(\.gz)?$/i.test(file.name) ? openNifti : openMetaImage;
  const volume = await open([file, ...data], { kind });
  const files = [file, ...ownData(file, data)];
  const canReadSlices = files.every(({ isSeekable }) => isSeekable);
  return { ...volume, readSlice: canReadSlices ? volume.readSlice : null, name: file.name, files };
}

/** Lists files in the header's folder or below that are not headers themselves. */
function dataBeside({ name }: FoundFile, all: readonly FoundFile[]): FoundFile[] {
  const folder = folderOf(name);
  return all.filter((file) => (folder === '' || file.name.startsWith(`${folder}/`)) && !volumeEnding.test(file.name));
}

/** Prefers data named like the header; if there are none, any may match. */
function ownData({ name }: FoundFile, data: readonly FoundFile[]): readonly FoundFile[] {
  const own = data.filter((file) => file.name.startsWith(name.replace(volumeEnding, '.')));
  return own.length > 0 ? own : data;
}
