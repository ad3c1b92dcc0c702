import { flag, option, required, several } from '../../args/option';
import { oneOf, path } from '../../args/readers';
import { command } from '../../command';
import { backendOptions } from '../../options/backendOptions';
import { predictOptions } from '../../options/predictOptions';
import { seriesOptions } from '../../options/seriesOptions';
import { scanFormats } from '../../scanName';
import { maskEndings, maskFormats } from './maskFormats';
import { predictRun } from './predictRun';

const formatNames = maskFormats.map(({ name }) => name);

/** `msa-unet predict`. */
export const predict = command({
  about: 'Write the liver mask of every scan on the grid of the scan, so that the two overlay in any viewer.',
  words: 'image',
  examples: [
    ['--model runs/msaUnet --image scan.nii.gz --out mask.nii.gz', 'one scan'],
    [
      '--model runs/msaUnet --image DICOM --out mask.mha --flips --largest-only',
      'a DICOM series, with test-time augmentation and only the largest component',
    ],
    ['--model runs/msaUnet ct/*.nii.gz --out masks', 'several scans, to masks/NAME-mask.nii.gz'],
    [
      '--model runs/msaUnet --image DICOM --out liver.seg.nrrd',
      'a segmentation of 3D Slicer, with a segment called liver',
    ],
    [
      '--model runs/msaUnet --image DICOM --out liver.dcm',
      'a DICOM SEG of the scan for an archive (PACS); --format rtstruct writes contours for radiotherapy',
    ],
  ],
  options: {
    model: required('DIR', 'folder written by train, or any saved network', path),
    image: several('PATH', `scan in Hounsfield units: ${scanFormats()}, or a folder or zip of DICOM files`, path),
    out: required('PATH', `file ending in ${maskEndings()}, or a folder, created if missing`, path),
    format: option('NAME', formatNames.join(', '), 'as --out ends, nii.gz in a folder', oneOf(formatNames)),
    ...seriesOptions,
    ...predictOptions,
    ...backendOptions,
    force: flag('overwrite existing files'),
  },
  notes: '',
  run: predictRun,
});
