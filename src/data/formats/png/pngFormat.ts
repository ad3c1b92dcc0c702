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
  open: openPngSlices,
  writer: null,
};
