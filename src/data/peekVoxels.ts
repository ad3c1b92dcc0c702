import type { CtFile } from './ctFile';
import { formatOf } from './formats/formatOf';
import type { OpenVolume } from './openVolume';
import { requireFiles } from './requireFiles';

/**
 * What the voxels are that `readVolume` would read, by the headers alone (of PNG slices by the first file):
 *
 * - `'hu'`: numbers that can be Hounsfield units;
 * - `'label'`: labels, which a header says;
 * - `'bytes'`: 8 bits without a scale, as masks and windowed slices have them; no Hounsfield units, for air has −1000.
 *
 * Cheap beside reading the scan, to refuse what is wrong before the work begins. Whether the voxels are all there, it does
 * not tell.
 *
 * @param files all files of one scan or mask, in any order, as for `readVolume`
 * @throws what `readVolume` throws because of headers: an unknown format, missing files, mixed series, more than three axes, …
 */
export async function peekVoxels(files: readonly CtFile[]): Promise<OpenVolume['voxels']> {
  requireFiles('peekVoxels', files);
  return (await (await formatOf(files)).open(files)).voxels;
}
