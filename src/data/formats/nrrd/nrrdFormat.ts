import { ownOptions } from '../ownOptions';
import type { VolumeFormat } from '../volumeFormat';
import { encodeNrrd, nrrdFiles } from './encodeNrrd';
import { nrrdDataNames } from './nrrdParts';
import { readSizes } from './nrrdValues';
import { isNrrd, parseNrrdHeader } from './parseNrrdHeader';
import { openNrrd } from './readNrrd';

/** NRRD, a header in text with its voxels behind it or in files of their own; `.seg.nrrd` are segmentations of 3D Slicer. */
export const nrrdFormat: VolumeFormat = {
  name: 'NRRD',
  description: 'NRRD (.nrrd, .seg.nrrd, .nhdr with its data)',
  endings: ['.nrrd', '.seg.nrrd', '.nhdr'],
  detached: {
    headers: ['.nrrd', '.nhdr'],
    dataFiles: async (file) => {
      const header = await parseNrrdHeader(file);
      return nrrdDataNames(header, readSizes(header)) ?? [];
    },
  },
  names: /\.n(rrd|hdr)$/i,
  recognises: isNrrd,
  holdsSlice: null,
  open: (files, options) => openNrrd(files, ownOptions('NRRD', options, ['kind', 'segments', 'overlap', 'grid'])),
  writer: { endings: ['.nrrd', '.seg.nrrd', '.nhdr'], fileNames: nrrdFiles, encode: encodeNrrd },
};
