import { flag, many, option, required } from '../../args/option';
import { oneOf, path } from '../../args/readers';
import { command } from '../../command';
import { shardOptions } from '../../jobs/shard';
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
      '--model runs/msaUnet --data hospital --out masks',
      'all scans below a folder; those that have their mask are skipped',
    ],
    [
      '--model runs/msaUnet --data hospital --out masks --shard 2/8',
      'the third of eight parts of them, as a cluster task',
    ],
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
    image: many(
      'PATH',
      `scan in Hounsfield units: ${scanFormats()}, or a folder or zip of DICOM files; with --data, a pattern such as 'volume-*'`,
      'all scans of --data',
      path,
    ),
    data: option('DIR', 'predict all scans below this folder; repeat the command to resume', 'none', path),
    ...shardOptions,
    out: required('PATH', `file ending in ${maskEndings()}, or a folder, created if missing`, path),
    format: option('NAME', formatNames.join(', '), 'as --out ends, nii.gz in a folder', oneOf(formatNames)),
    ...seriesOptions,
    ...predictOptions,
    ...backendOptions,
    force: flag('overwrite existing files'),
  },
  notes: `--data, --shard and --merge need a folder as --out. It gets predictions.json and predictions.csv, with the volumes in ml and
what failed, and records, by which a later command knows what is done. A scan that cannot be predicted does not stop the others;
the exit code is then 1. Masks among the scans are skipped. Every process counts all scans alike and does part I of N: every
N-th one.`,
  run: predictRun,
});
