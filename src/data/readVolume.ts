import type { CtFile } from './ctFile';
import { formatOf } from './formats/formatOf';
import type { OpenVolumeOptions } from './formats/volumeFormat';
import { requireFiles } from './requireFiles';
import type { Volume } from './volume';

/** Options of {@link readVolume}; those that a format has no use for do not count. */
export interface ReadVolumeOptions extends OpenVolumeOptions {
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
  const { notes, readVolume } = await (await formatOf(files)).open(files, options);
  const volume = await readVolume();
  for (const note of notes) onNote?.(note);
  return volume;
}
