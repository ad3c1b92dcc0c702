import { command } from '../../command';
import { evaluateOptions } from './evaluateOptions';
import { evaluateRun } from './evaluateRun';

/** `msa-unet evaluate`. */
export const evaluate = command({
  about: `Scores a trained network on scans whose masks are known, at the size of the scans: overlap of every slice and every
volume, surface distances in mm and volumes in ml where the spacing is known.`,
  words: 'data',
  examples: [
    ['--model runs/msaUnet', 'the test part of the data that it was trained on'],
    ['--model runs/msaUnet --flips --csv scores.csv', 'as in the paper; also a table of all slices'],
    ['--model runs/msaUnet --data CHAOS --part all', 'all scans of data that it was not trained on'],
  ],
  options: evaluateOptions,
  notes: `The settings.json of the training says how slices are prepared and where its data are; --data, --image, --mask and
--liver-labels replace what it says. Its split.json says which scans are the test part; without one the data are divided anew.`,
  run: evaluateRun,
});
