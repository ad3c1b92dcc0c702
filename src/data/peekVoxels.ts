import type { CtFile } from './ctFile';
import { formatOf } from './formats/formatOf';
import type { OpenVolume } from './openVolume';
import { requireFiles } from './requireFiles';

/**
 * Reads from the headers alone what kind of voxels {@link readVolume} would return, for a check before long work:
 *
 * - `'hu'`: numbers that can be Hounsfield units;
 * - `'label'`: labels, according to the header;
 * - `'bytes'`: 8-bit values without a scale, as of masks and windowed slices. These are not Hounsfield units, in which air is
 *   −1000.
 *
 * Of PNG slices, the first file is read. Missing voxels are not detected.
 *
 * @param files all files of one scan or mask, in any order, as for {@link readVolume}
 * @throws what {@link readVolume} throws about headers: an unknown format, missing files, several series, more than 3 axes
 * @example
 * ```ts no-run
 * import { peekVoxels } from 'msa-unet';
 * import { ctFiles } from 'msa-unet/node';
 *
 * console.log(await peekVoxels(await ctFiles('scan.nii.gz'))); // hu
 * ```
 */
export async function peekVoxels(files: readonly CtFile[]): Promise<OpenVolume['voxels']> {
  requireFiles('peekVoxels', files);
  return (await (await formatOf(files)).open(files)).voxels;
}
