import { isGzip } from '../../inflate';
import { ownOptions } from '../ownOptions';
import type { VolumeFormat } from '../volumeFormat';
import { encodeNifti } from './encodeNifti';
import { isNifti } from './niftiFields';
import { openNifti } from './readNifti';

/** NIfTI-1 and NIfTI-2; gzipped files of any name count as NIfTI. */
export const niftiFormat: VolumeFormat = {
  name: 'NIfTI',
  description: 'NIfTI (.nii, .nii.gz, .hdr with .img)',
  endings: ['.nii', '.nii.gz'],
  detached: { header: '.hdr', voxels: /\.img(\.gz)?$/i },
  names: null,
  recognises: (start) => isGzip(start) || isNifti(start),
  holdsSlice: null,
  open: (files, options) => openNifti(files, ownOptions('NIfTI', options, ['kind'])),
  writer: {
    endings: ['.nii.gz'],
    fileNames: (name) => [name],
    encode: async (volume, name) => [{ name, bytes: await encodeNifti(volume) }],
  },
};
