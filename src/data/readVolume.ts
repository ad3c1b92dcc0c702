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

/** Options of {@link readVolume}; those that a format has no use for do not count. */
export interface ReadVolumeOptions extends DicomSeriesOptions, ReadPngSlicesOptions {
  /**
   * Takes what a user should know about how a DICOM series was read: files passed over, slices that are missing. `null`:
   * nobody is told.
   *
   * @defaultValue `console.warn`
   */
  onNote?: ((note: string) => void) | null;
}

/**
 * Reads a volume from files of any format that the library reads: a DICOM series ({@link readDicomSeries}), NIfTI
 * ({@link readNifti}), MetaImage ({@link readMetaImage}) or PNG slices ({@link readPngSlices}).
 *
 * Which one it is tells a name that ends in `.mhd` or `.mha`, else the first file whose beginning is known.
 *
 * @param files all files of one scan or mask, in any order: the `File` objects of a browser, in Node
 * `await ctFiles(path)` of `msa-unet/node`, or bytes by `ctFile`
 * @throws CtFileError if no file is of a format that is read; else as the reader of the format does
 * @throws RangeError if there are no files, or an option is out of range; TypeError if it is no list of files
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

/** Of which format files are. @throws CtFileError if of none that is read */
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
