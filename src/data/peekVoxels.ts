import { requireKnown } from '../utils/check';
import type { CtFile } from './ctFile';
import { openVolumeNames } from './formats/ownOptions';
import type { OpenVolumeOptions } from './formats/volumeFormat';
import { openAny } from './openAny';
import type { OpenVolume } from './openVolume';
import { requireFiles } from './requireFiles';

/**
 * Determines the kind of voxels that {@link readVolume} would read, from the headers alone (of PNG slices, from the
 * first file):
 *
 * - `'hu'`: numbers that can be Hounsfield units
 * - `'label'`: labels, according to a header
 * - `'bytes'`: 8 bits without a scale, as in masks and windowed slices; not Hounsfield units, as air has −1000
 *
 * Much cheaper than reading the scan, to reject wrong input before the work begins. It does not check whether all
 * voxels are there.
 *
 * @param files all files of one scan or mask, in any order, as for {@link readVolume}
 * @param options those of {@link readVolume}, such as which series to read
 * @throws what {@link readVolume} throws because of headers: unknown format, missing files, mixed series, more than
 * three axes, …
 * @example
 * ```ts
 * import { ctFile, encodeNifti, peekVoxels, phantomDataSet, scanVolume } from 'msa-unet';
 *
 * const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 2, size: 32 }).patients;
 * const { image } = await scanVolume(patient!.scans[0]!);
 * const file = ctFile('scan.nii.gz', await encodeNifti(image));
 * console.log(await peekVoxels([file])); // hu
 * ```
 */
export async function peekVoxels(
  files: readonly CtFile[],
  options: OpenVolumeOptions = {},
): Promise<OpenVolume['voxels']> {
  requireKnown<OpenVolumeOptions>('peekVoxels', options, openVolumeNames);
  requireFiles('peekVoxels', files);
  return (await openAny(files, options)).voxels;
}
