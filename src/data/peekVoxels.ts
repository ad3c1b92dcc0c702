import type { CtFile } from './ctFile';
import { findImages } from './formats/dicom/findImages';
import { stackSlices } from './formats/dicom/stackSlices';
import { parseMetaImage } from './formats/metaImage/readMetaImage';
import { parseNifti } from './formats/nifti/readNifti';
import { readPngSlices } from './formats/png/readPngSlices';
import { formatOf } from './readVolume';
import { requireFiles } from './requireFiles';
import { openStored } from './stored/openStored';

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
export async function peekVoxels(files: readonly CtFile[]): Promise<'hu' | 'label' | 'bytes'> {
  requireFiles('peekVoxels', files);
  const format = await formatOf(files);
  if (format === 'dicom') {
    stackSlices((await findImages(files, null)).images);
    return 'hu';
  }
  if (format === 'png') return (await readPngSlices([files[0]!])).data instanceof Uint8Array ? 'bytes' : 'hu';
  const { image, isLabel } =
    format === 'nifti' ? await parseNifti(files) : { image: await parseMetaImage(files), isLabel: false };
  openStored(image, 'hu'); // throws if it is no volume
  if (isLabel) return 'label';
  return image.type === 'uint8' && image.slope === 1 && image.intercept === 0 ? 'bytes' : 'hu';
}
