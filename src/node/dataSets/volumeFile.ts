import { openMetaImage } from '../../data/metaImage/readMetaImage';
import { openNifti } from '../../data/nifti/readNifti';
import type { VolumeHeader, VoxelArray, VoxelKind } from '../../data/volume';
import type { ByteCache } from './byteCache';
import type { FoundFile } from './diskFile';
import { folderOf } from './filesByFolder';

/** Endings of the files that a volume is opened by. */
export const volumeEnding = /\.(nii|nii\.gz|mha|mhd)$/i;

/** A volume whose header has been read. */
export interface VolumeFile {
  readonly name: string;
  readonly header: VolumeHeader;
  /** All its files. */
  readonly files: readonly FoundFile[];
  /** The slice at z from 0 to depth − 1, in an array of its own. */
  readSlice(z: number): Promise<VoxelArray>;
}

/**
 * Opens a `.nii`, `.nii.gz`, `.mha` or `.mhd` file. Slices that cannot be read one by one come from the whole volume, which
 * the cache keeps.
 *
 * @param all files among which the data of a `.mhd` lie
 * @throws CtFileError if the header cannot be read
 */
export async function volumeFile(
  file: FoundFile,
  kind: VoxelKind,
  { files: all, cache }: { files: readonly FoundFile[]; cache: ByteCache },
): Promise<VolumeFile> {
  const data = /\.mhd$/i.test(file.name) ? dataBeside(file, all) : [];
  const open = /\.nii(\.gz)?$/i.test(file.name) ? openNifti : openMetaImage;
  const { header, readVolume, readSlice } = await open([file, ...data], { kind });
  const [depth, height, width] = header.shape;
  const readWhole = cache.keep(4 * depth * height * width, readVolume);
  const cut = async (z: number) => (await readWhole()).data.slice(z * height * width, (z + 1) * height * width);
  return { name: file.name, header, files: [file, ...ownData(file, data)], readSlice: readSlice ?? cut };
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
