import { requireKnown, requireOneOf } from '../../../utils/check';
import { type CtFile, readStart } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import { inflate, isGzip } from '../../inflate';
import type { OpenVolume } from '../../openVolume';
import { openStored } from '../../stored/openStored';
import { pickHeader } from '../../stored/pickHeader';
import type { StoredImage } from '../../stored/storedImage';
import type { Volume, VolumeHeader, VoxelKind } from '../../volume';
import { labelIntent, niftiHeaderBytes, parseNiftiFields } from './niftiFields';
import { niftiImageOf } from './niftiImageOf';

/** Options of {@link readNifti}. */
export interface ReadNiftiOptions {
  /** Meaning of the voxels. @defaultValue `'label'` if the header's intent code says so, else `'hu'` */
  kind?: VoxelKind;
}

/**
 * Reads NIfTI-1 or NIfTI-2: a `.nii` file, or a `.hdr` file passed together with its `.img`; each may be gzipped.
 *
 * Supports both byte orders and all types of integers and floats (64-bit integers become 32-bit); axes beyond the third
 * must have length 1. Voxels with a slope or an intercept are returned in float32, others as stored. The position comes
 * from the sform, else from the qform, else from `pixdim`, converted from NIfTI's directions (right, front, head) to
 * those of a {@link Volume}. Options: {@link ReadNiftiOptions}.
 *
 * @throws CtFileError if a file is damaged, missing or not a CT volume. However wrong the header, memory is limited to
 * what the voxels in the files need (for gzipped files, 1032 times their size), and at most 2 GiB are read
 * @throws OptionError if there are no files, or it is not a list of files
 * @example
 * ```ts
 * import { ctFile, encodeNifti, phantomDataSet, readNifti, scanVolume } from 'msa-unet';
 *
 * const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 2, size: 32 }).patients;
 * const { labels } = await scanVolume(patient!.scans[0]!);
 * const file = ctFile('liver.nii.gz', await encodeNifti(labels));
 * const volume = await readNifti([file]);
 * console.log(volume.shape, volume.kind); // [2, 32, 32] label
 * ```
 */
export async function readNifti(files: readonly CtFile[], options?: ReadNiftiOptions): Promise<Volume> {
  return (await openNifti(files, options)).readVolume();
}

/**
 * Reads everything that {@link readNifti} returns except the voxels; of a gzipped file, only the beginning is read.
 *
 * @example
 * ```ts no-run
 * import { readNiftiHeader } from 'msa-unet';
 * import { ctFiles } from 'msa-unet/node';
 *
 * const { shape, spacing } = await readNiftiHeader(await ctFiles('scans/volume-0.nii'));
 * console.log(shape, spacing); // [75, 512, 512] [5, 0.7, 0.7]
 * ```
 */
export async function readNiftiHeader(files: readonly CtFile[], options?: ReadNiftiOptions): Promise<VolumeHeader> {
  return (await openNifti(files, options)).header;
}

/**
 * Opens a NIfTI file like {@link readNifti}, to read it slice by slice.
 *
 * @example
 * ```ts no-run
 * import { openNifti } from 'msa-unet';
 * import { ctFiles } from 'msa-unet/node';
 *
 * const { header, readSlice, readVolume } = await openNifti(await ctFiles('scans/volume-0.nii'));
 * const middle = header.shape[0] >> 1;
 * const slice = readSlice ? await readSlice(middle) : (await readVolume()).data; // null for gzipped files
 * console.log(slice.length);
 * ```
 */
export async function openNifti(
  files: readonly CtFile[],
  { kind, ...others }: ReadNiftiOptions = {},
): Promise<OpenVolume> {
  requireKnown<ReadNiftiOptions>('openNifti', others, { kind });
  if (kind) requireOneOf('openNifti', 'kind', kind, ['hu', 'label']);
  const { image, isLabel } = await parseNifti(files);
  return openStored(image, kind ?? (isLabel ? 'label' : 'hu'));
}

/** Parses the header, also of images that are not volumes. */
export async function parseNifti(files: readonly CtFile[]): Promise<{ image: StoredImage; isLabel: boolean }> {
  const file = pickHeader('readNifti', files, /\.(nii|hdr)(\.gz)?$/i, '….nii, ….nii.gz, ….hdr or ….hdr.gz');
  const head = await readNiftiHead(file);
  const fields = parseNiftiFields(head.bytes, file.name);
  const data = fields.single ? file : findVoxels(file, files);
  const compressed = fields.single ? head.compressed : isGzip(await readStart(data, 2));
  return { image: niftiImageOf(fields, file.name, data, compressed), isLabel: fields.intent === labelIntent };
}

/** Reads the beginning of a file, unpacked. */
async function readNiftiHead(file: CtFile): Promise<{ bytes: Uint8Array; compressed: boolean }> {
  // A gzipped header is longer than its content only after a long file name or comment.
  const start = (await readStart(file, 65_536)).subarray(0, 65_536);
  const compressed = isGzip(start);
  const bytes = compressed ? await inflate(start, 'gzip', niftiHeaderBytes, file.name, { isStart: true }) : start;
  return { bytes: bytes.subarray(0, niftiHeaderBytes), compressed };
}

function findVoxels(header: CtFile, files: readonly CtFile[]): CtFile {
  const stem = header.name.replace(/\.hdr(\.gz)?$/i, '');
  const found = files.find(({ name }) => /^\.img(\.gz)?$/i.test(name.slice(stem.length)) && name.startsWith(stem));
  if (!found)
    throw new CtFileError(
      header.name,
      `its voxels, ${voxelNames(header.name).join(' or ')}, are missing: pass them along with it`,
    );
  return found;
}

/** Names that the voxels of a `.hdr` can have. */
export function voxelNames(header: string): readonly string[] {
  const stem = header.replace(/\.hdr(\.gz)?$/i, '');
  return /\.HDR(\.GZ)?$/.test(header) ? [`${stem}.IMG`, `${stem}.IMG.GZ`] : [`${stem}.img`, `${stem}.img.gz`];
}
