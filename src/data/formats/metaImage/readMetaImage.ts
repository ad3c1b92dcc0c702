import { requireKnown, requireOneOf } from '../../../utils/check';
import type { CtFile } from '../../ctFile';
import type { OpenVolume } from '../../openVolume';
import { openStored } from '../../stored/openStored';
import { pickHeader } from '../../stored/pickHeader';
import type { StoredImage } from '../../stored/storedImage';
import type { Volume, VolumeHeader, VoxelKind } from '../../volume';
import { metaImageOf } from './metaImageOf';
import { parseMetaHeader } from './parseMetaHeader';

/** Options of {@link readMetaImage}. */
export interface ReadMetaImageOptions {
  /** Meaning of the voxels, which the header does not give. @defaultValue `'hu'` */
  kind?: VoxelKind;
}

/**
 * Reads a MetaImage: a `.mha` file, or a `.mhd` file passed together with its data.
 *
 * Supports all element types, both byte orders, compressed and uncompressed data, in one file or several. Two axes make
 * one slice; axes beyond the third must have length 1. 64-bit integers become 32-bit. No slope is applied: the format
 * has none. A data file is looked up by name in the header's folder or below, or by its name alone; excess data are
 * ignored. Options: {@link ReadMetaImageOptions}.
 *
 * @throws CtFileError if a file is damaged, missing, outside the header's folder or not a CT volume. However wrong the
 * header, memory is limited to what the voxels in the files need, and at most 2 GiB are read
 * @throws OptionError if there are no files, or it is not a list of files
 * @example
 * ```ts
 * import { ctFile, encodeMetaImage, phantomDataSet, readMetaImage, scanVolume } from 'msa-unet';
 *
 * const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 2, size: 32 }).patients;
 * const { labels } = await scanVolume(patient!.scans[0]!);
 * const files = await encodeMetaImage(labels, 'liver.mha');
 * const volume = await readMetaImage(files.map(({ name, bytes }) => ctFile(name, bytes)), { kind: 'label' });
 * console.log(volume.shape); // [2, 32, 32]
 * ```
 */
export async function readMetaImage(files: readonly CtFile[], options?: ReadMetaImageOptions): Promise<Volume> {
  return (await openMetaImage(files, options)).readVolume();
}

/**
 * Reads everything that {@link readMetaImage} returns except the voxels. The data files must be present all the same.
 *
 * @example
 * ```ts no-run
 * import { readMetaImageHeader } from 'msa-unet';
 * import { ctFiles } from 'msa-unet/node';
 *
 * const { shape, spacing } = await readMetaImageHeader(await ctFiles('scans/liver-orig001.mhd'));
 * console.log(shape, spacing); // [183, 512, 512] [1.5, 0.7, 0.7]
 * ```
 */
export async function readMetaImageHeader(
  files: readonly CtFile[],
  options?: ReadMetaImageOptions,
): Promise<VolumeHeader> {
  return (await openMetaImage(files, options)).header;
}

/**
 * Opens a MetaImage like {@link readMetaImage}, to read it slice by slice.
 *
 * @example
 * ```ts no-run
 * import { openMetaImage } from 'msa-unet';
 * import { ctFiles } from 'msa-unet/node';
 *
 * const { header, readSlice, readVolume } = await openMetaImage(await ctFiles('scans/liver-orig001.mhd'));
 * const middle = header.shape[0] >> 1;
 * const slice = readSlice ? await readSlice(middle) : (await readVolume()).data; // null for compressed voxels
 * console.log(slice.length);
 * ```
 */
export async function openMetaImage(
  files: readonly CtFile[],
  { kind = 'hu', ...others }: ReadMetaImageOptions = {},
): Promise<OpenVolume> {
  requireKnown<ReadMetaImageOptions>('openMetaImage', others, { kind });
  requireOneOf('openMetaImage', 'kind', kind, ['hu', 'label']);
  return openStored(await parseMetaImage(files), kind);
}

/** Parses the header, also of images that are not volumes. */
export async function parseMetaImage(files: readonly CtFile[]): Promise<StoredImage> {
  const file = pickHeader('readMetaImage', files, /\.mh[ad]$/i, '….mhd or ….mha');
  return metaImageOf(await parseMetaHeader(file), file, files);
}
