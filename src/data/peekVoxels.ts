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
  openStored(image, 'hu'); // throws if it is not a volume
  if (isLabel) return 'label';
  return image.type === 'uint8' && image.slope === 1 && image.intercept === 0 ? 'bytes' : 'hu';
}
