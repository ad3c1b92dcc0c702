import { flag, required, several } from '../../args/option';
import { path } from '../../args/readers';
import { command } from '../../command';
import { backendOptions } from '../../options/backendOptions';
import { predictOptions } from '../../options/predictOptions';
import { predictRun } from './predictRun';

/** `msa-unet predict`. */
export const predict = command({
  about: 'Writes the mask of the liver for every scan, on the grid of the scan, so that it lies on it in any viewer.',
  words: 'image',
  examples: [
    ['--model runs/msaUnet --image scan.nii.gz --out mask.nii.gz', 'one scan'],
    ['--model runs/msaUnet --image DICOM --out mask.mha --flips --largest-only', 'a DICOM series, with more care'],
    ['--model runs/msaUnet ct/*.nii.gz --out masks', 'several, to masks/NAME-mask.nii.gz'],
  ],
  options: {
    model: required('DIR', 'what train has saved, or any saved network', path),
    image: several('PATH', 'a scan in Hounsfield units: NIfTI, MetaImage, or a folder or zip of DICOM', path),
    out: required('PATH', 'a file that ends in .nii.gz, .mha or .mhd; else a folder, made if need be', path),
    ...predictOptions,
    ...backendOptions,
    force: flag('overwrite files that are there'),
  },
  notes: '',
  run: predictRun,
});
