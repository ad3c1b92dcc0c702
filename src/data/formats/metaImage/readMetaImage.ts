import { requireOneOf } from '../../../utils/check';
import type { CtFile } from '../../ctFile';
import { type OpenVolume, openStored } from '../../stored/openStored';
import { pickHeader } from '../../stored/pickHeader';
import type { StoredImage } from '../../stored/storedImage';
import type { Volume, VolumeHeader, VoxelKind } from '../../volume';
import { metaImageOf } from './metaImageOf';
import { parseMetaHeader } from './parseMetaHeader';

/** Options of {@link readMetaImage}. */
export interface ReadMetaImageOptions {
  /** What the voxels are; the header does not tell. @defaultValue `'hu'` */
  kind?: VoxelKind;
}

/**
 * Reads a MetaImage: a `.mha` file, or a `.mhd` file with its data, all handed in together.
 *
 * All element types, both byte orders, compressed or not, data in one file or several; two axes make one slice,
 * further axes must have length 1. Integers of 64 bits become 32. No slope is applied: the format has none. A data
 * file is sought by its name in the folder of the header or below, or by its name alone; data longer than needed are
 * cut.
 *
 * @throws CtFileError if a file is damaged, missing, outside the header's folder or no CT volume; it makes no more
 * room than the voxels in the files need, however wrong the header, and never reads more than 2 GiB
 * @throws RangeError if there are no files; TypeError if it is no list of files
 */
export async function readMetaImage(files: readonly CtFile[], options?: ReadMetaImageOptions): Promise<Volume> {
  return (await openMetaImage(files, options)).readVolume();
}

/** All that {@link readMetaImage} gives but the voxels, which are not read. The data files must be there all the same. */
export async function readMetaImageHeader(
  files: readonly CtFile[],
  options?: ReadMetaImageOptions,
): Promise<VolumeHeader> {
  return (await openMetaImage(files, options)).header;
}

/** Opens what {@link readMetaImage} reads, to read its slices one by one. */
export async function openMetaImage(
  files: readonly CtFile[],
  { kind = 'hu' }: ReadMetaImageOptions = {},
): Promise<OpenVolume> {
  requireOneOf('openMetaImage', 'kind', kind, ['hu', 'label']);
  return openStored(await parseMetaImage(files), kind);
}

/** What the header says, also of images that are no volumes. */
export async function parseMetaImage(files: readonly CtFile[]): Promise<StoredImage> {
  const file = pickHeader('readMetaImage', files, /\.mh[ad]$/i, '….mhd or ….mha');
  return metaImageOf(await parseMetaHeader(file), file, files);
}
