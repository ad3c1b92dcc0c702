import { requireKnown } from '../utils/check';
import type { CtFile } from './ctFile';
import { openVolumeNames } from './formats/ownOptions';
import type { OpenVolumeOptions } from './formats/volumeFormat';
import { huDoubt } from './huDoubt';
import { openAny } from './openAny';
import { requireFiles } from './requireFiles';
import type { Volume } from './volume';

/** Options of {@link readVolume}; each applies only to formats that use it. */
export interface ReadVolumeOptions extends OpenVolumeOptions {
  /**
   * Called with notes on how the files were read: skipped files, missing slices, values that may not be Hounsfield
   * units. `null`: notes are dropped.
   *
   * @defaultValue `console.warn`
   */
  onNote?: ((note: string) => void) | null;
}

/**
 * Reads a volume of any supported format: a DICOM series ({@link readDicomSeries}), NIfTI ({@link readNifti}),
 * MetaImage ({@link readMetaImage}), NRRD ({@link readNrrd}) or PNG slices ({@link readPngSlices}).
 *
 * Examines all files. A DICOM series is the scan, whatever lies beside it: labels, pictures, reports. Without one,
 * there must be one volume in a file of its own, or PNG slices. Notes name the files that were skipped, and why.
 * With `kind: 'label'`, a DICOM SEG or RTSTRUCT among the files is the mask. Options: {@link ReadVolumeOptions}.
 *
 * @param files all files of one scan or mask, in any order: a browser's `File` objects, `await ctFiles(path)` of
 * `msa-unet/node`, or bytes by {@link ctFile}
 * @throws CtFileError if no file has a supported format, or several volumes lie side by side; else as the reader of the format does
 * @throws OptionError if there are no files, it is not a list of files, or an option is out of range
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
  requireKnown<ReadVolumeOptions>('readVolume', options, { ...openVolumeNames, onNote });
  requireFiles('readVolume', files);
  const { notes, readVolume } = await openAny(files, options);
  const volume = await readVolume();
  const doubt = huDoubt(volume)?.text ?? null;
  for (const note of doubt === null ? notes : [...notes, doubt]) onNote?.(note);
  return volume;
}
