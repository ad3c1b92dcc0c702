import { isGzip } from '../../inflate';
import { onGrid } from '../../segments/onGrid';
import { ownOptions } from '../ownOptions';
import type { VolumeFormat } from '../volumeFormat';
import { encodeNifti } from './encodeNifti';
import { isNifti } from './niftiFields';
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
  open: async (files, options) => onGrid(await openNifti(files, ownOptions('NIfTI', options, ['kind'])), options?.grid),
  writer: {
    endings: ['.nii.gz'],
    fileNames: (name) => [name],
    encode: async (volume, name) => [{ name, bytes: await encodeNifti(volume) }],
  },
};
