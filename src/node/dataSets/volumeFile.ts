import { openMetaImage } from '../../data/formats/metaImage/readMetaImage';
import { openNifti } from '../../data/formats/nifti/readNifti';
import type { OpenVolume } from '../../data/stored/openStored';
import type { VoxelKind } from '../../data/volume';
import type { FoundFile } from './diskFile';
import { folderOf } from './filesByFolder';

/** Endings of the files that a volume is opened by. */
export const volumeEnding = /\.(nii|nii\.gz|mha|mhd)$/i;

/** A volume whose header has been read, and all its files. */
export interface VolumeFile extends OpenVolume {
  readonly name: string;
  readonly files: readonly FoundFile[];
}

/**
 * Opens a `.nii`, `.nii.gz`, `.mha` or `.mhd` file.
 *
 * @param all files among which the data of a `.mhd` lie
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

/** What lies in the header's folder or below and is no header itself. */
function dataBeside({ name }: FoundFile, all: readonly FoundFile[]): FoundFile[] {
  const folder = folderOf(name);
  return all.filter((file) => (folder === '' || file.name.startsWith(`${folder}/`)) && !volumeEnding.test(file.name));
}

/** The data that are called like the header; if none are, it may be any. */
function ownData({ name }: FoundFile, data: readonly FoundFile[]): readonly FoundFile[] {
  const own = data.filter((file) => file.name.startsWith(name.replace(volumeEnding, '.')));
  return own.length > 0 ? own : data;
}
