import { ownOptions } from '../ownOptions';
import type { VolumeFormat } from '../volumeFormat';
import { isPng } from './decodePng';
import { openPngSlices } from './readPngSlices';

/** PNG, a file per slice. */
export const pngFormat: VolumeFormat = {
  name: 'PNG slices',
  description: 'PNG slices',
  endings: [],
  detached: null,
  names: null,
  recognises: isPng,
  holdsSlice: null,
  open: (files, options) =>
    openPngSlices(files, ownOptions('PNG slices', options, ['kind', 'spacing', 'offset', 'first'])),
  writer: null,
};
