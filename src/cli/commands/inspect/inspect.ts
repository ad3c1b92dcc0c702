import { option, required } from '../../args/option';
import { file, path, whole } from '../../args/readers';
import { command } from '../../command';
import { labelOptions, layouts, pairOptions } from '../../options/dataOptions';
import { seriesOptions } from '../../options/seriesOptions';
import { inspectData } from './inspectData';

/** `msa-unet inspect`. */
export const inspect = command({
  about: 'Show what a CT data set, or one scan, contains and whether masks lie on the livers.',
  words: 'data',
  examples: [
    ['DIR', 'slices, size, spacing, HU range and liver volume of every patient'],
    ['DIR --out sheet.png', 'also draw the contours of the masks on slices'],
    ['DIR --labels all', 'scans, volumes and mean HU of every label that the data name'],
    ['scan.nii.gz', 'slices, size, spacing and HU range of one scan, and notes on how it was read'],
  ],
  options: {
    data: required('DIR', 'folder of the data set, or a scan: a file or a folder of DICOM files', path),
    out: option('FILE', 'write a contact sheet: liver on the left, spine at the bottom', 'none', file('.png')),
    slices: option('N', 'draw N slices of each scan', 4, whole()),
    patients: option('N', 'read at most N patients, spread evenly', 'all', whole()),
    ...pairOptions,
    ...labelOptions,
    ...seriesOptions,
  },
  notes: `DIR is a folder of ${layouts}. The page "Bring your own CT" of the documentation describes the layouts.`,
  run: inspectData,
});
