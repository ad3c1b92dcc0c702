import { option, required } from '../../args/option';
import { file, path, whole } from '../../args/readers';
import { command } from '../../command';
import { layouts, pairOptions } from '../../options/dataOptions';
import { inspectData } from './inspectData';

/** `msa-unet inspect`. */
export const inspect = command({
  about: 'Shows what a CT data set holds, and whether its masks lie on the livers.',
  words: 'data',
  examples: [
    ['DIR', 'slices, size, spacing, HU range and liver volume of every patient'],
    ['DIR --out sheet.png', 'also a picture with the contours of the masks'],
  ],
  options: {
    data: required('DIR', 'the data set', path),
    out: option('FILE', 'the picture: liver at the left, spine below', 'none', file('.png')),
    slices: option('N', 'pictures of each scan', 4, whole()),
    patients: option('N', 'at most N patients, spread evenly', 'all', whole()),
    ...pairOptions,
  },
  notes: `DIR holds ${layouts}; docs/data.md says how.`,
  run: inspectData,
});
