import { type CtFile, readStart } from './ctFile';
import { CtFileError } from './ctFileError';
import { type DicomSeriesOptions, readDicomSeries } from './formats/dicom/readDicomSeries';
import { readMetaImage } from './formats/metaImage/readMetaImage';
import { isNifti } from './formats/nifti/niftiFields';
import { isGzip, readNifti } from './formats/nifti/readNifti';
import { isPng } from './formats/png/decodePng';
import { type ReadPngSlicesOptions, readPngSlices } from './formats/png/readPngSlices';
import { requireFiles } from './requireFiles';
import type { Volume } from './volume';

/** Options of {@link readVolume}; each applies only to formats that use it. */
export interface ReadVolumeOptions extends DicomSeriesOptions, ReadPngSlicesOptions {
  /**
   * Called with notes on how a DICOM series was read: skipped files, missing slices. `null`: notes are dropped.
   *
   * @defaultValue `console.warn`
   */
  onNote?: ((note: string) => void) | null;
}

/**
 * Reads a volume of any supported format: a DICOM series ({@link readDicomSeries}), NIfTI ({@link readNifti}),
 * MetaImage ({@link readMetaImage}) or PNG slices ({@link readPngSlices}).
 *
 * The format follows from a name that ends in `.mhd` or `.mha`, else from the first file whose beginning is recognised.
 * Options: {@link ReadVolumeOptions}.
 *
 * @param files all files of one scan or mask, in any order: a browser's `File` objects, `await ctFiles(path)` of
 * `msa-unet/node`, or bytes by {@link ctFile}
 * @throws CtFileError if no file has a supported format; else as the reader of the format does
 * @throws RangeError if there are no files, or an option is out of range; TypeError if it is not a list of files
 * @example
 * ```ts no-run
 * import { readVolume } from 'msa-unet';
 * import { ctFiles } from 'msa-unet/node';
 *
 * const scan = await readVolume(await ctFiles('scans/patient-1')); // a folder of DICOM files, or one .nii.gz, .mhd, …
 * console.log(scan.shape, scan.spacing, scan.kind); // [120, 512, 512] [2.5, 0.7, 0.7] hu
 * ```
 */
export async function readVolume(
  files: readonly CtFile[],
  { onNote = console.warn, ...options }: ReadVolumeOptions = {},
): Promise<Volume> {
  requireFiles('readVolume', files);
  const format = await formatOf(files);
  if (format === 'metaImage') return readMetaImage(files, options);
  if (format === 'nifti') return readNifti(files, options);
  if (format === 'png') return readPngSlices(files, options);
  const { volume, notes } = await readDicomSeries(files, options);
  for (const note of notes) onNote?.(note);
  return volume;
}

type Format = 'dicom' | 'metaImage' | 'nifti' | 'png';

/** Recognises the format of files. Throws CtFileError if it is not supported. */
export async function formatOf(files: readonly CtFile[]): Promise<Format> {
  if (files.some(({ name }) => /\.mh[ad]$/i.test(name))) return 'metaImage';
  for (const file of files) {
    const format = formatOfBytes((await readStart(file, 1024)).subarray(0, 1024));
    if (format) return format;
  }
  throw new CtFileError(files[0]!.name, await whyUnknown(files));
}

async function whyUnknown(files: readonly CtFile[]): Promise<string> {
  const { length } = await readStart(files[0]!, 1);
  const what =
    files.length > 1 ? `none of the ${files.length} files is` : length === 0 ? 'the file is empty, not' : 'not';
  return `${what} of a format that is read: DICOM, NIfTI (.nii, .nii.gz, .hdr with .img), MetaImage (.mha, .mhd with its data) or PNG slices`;
}

function formatOfBytes(bytes: Uint8Array): Format | null {
  const text = new TextDecoder('latin1').decode(bytes);
  if (text.slice(128, 132) === 'DICM') return 'dicom';
  if (isPng(bytes)) return 'png';
  if (isGzip(bytes) || isNifti(bytes)) return 'nifti';
  return /^\s*(ObjectType|NDims|DimSize|ElementType)\s*=/m.test(text) ? 'metaImage' : null;
}
