import { isGzip } from '../../inflate';
import { ownOptions } from '../ownOptions';
import type { VolumeFormat } from '../volumeFormat';
import { encodeNifti } from './encodeNifti';
import { isNifti } from './niftiFields';
import { qformFor } from './niftiPlace';
import { openNifti, voxelNames } from './readNifti';

/** NIfTI-1 and NIfTI-2; gzipped files of any name count as NIfTI. */
export const niftiFormat: VolumeFormat = {
  name: 'NIfTI',
  description: 'NIfTI (.nii, .nii.gz, .hdr with .img)',
  endings: ['.nii', '.nii.gz'],
  detached: { headers: ['.hdr'], dataFiles: async ({ name }) => voxelNames(name.replace(/^.*[/\\]/, '')) },
  names: null,
  recognises: (start) => isGzip(start) || isNifti(start),
  holdsSlice: null,
  open: (files, options) => openNifti(files, ownOptions('NIfTI', options, ['kind'])),
  writer: {
    endings: ['.nii.gz'],
    fileNames: (name) => [name],
    doubt: (volume) =>
      qformFor(volume)
        ? null
        : 'ITK programs, such as 3D Slicer, cannot open NIfTI files of a tilted gantry; write .mha or .nrrd for them',
    encode: async (volume, name) => [{ name, bytes: await encodeNifti(volume) }],
  },
};
