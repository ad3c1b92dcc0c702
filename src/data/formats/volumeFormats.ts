import { dicomFormat } from './dicom/dicomFormat';
import { metaImageFormat } from './metaImage/metaImageFormat';
import { niftiFormat } from './nifti/niftiFormat';
import { nrrdFormat } from './nrrd/nrrdFormat';
import { pngFormat } from './png/pngFormat';
import type { VolumeFormat } from './volumeFormat';

/**
 * File formats of volumes, in the order in which they are tried. To add one, make a folder for it beside this file and
 * list it here.
 *
 * @example
 * ```ts
 * import { volumeFormats } from 'msa-unet';
 *
 * const accept = volumeFormats.flatMap(({ endings }) => endings).join(); // for a page's file input
 * console.log(accept.split(',').includes('.nii.gz')); // true
 * ```
 */
export const volumeFormats: readonly VolumeFormat[] = [
  dicomFormat,
  niftiFormat,
  metaImageFormat,
  nrrdFormat,
  pngFormat,
];
