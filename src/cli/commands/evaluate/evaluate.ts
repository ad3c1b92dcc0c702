import { command } from '../../command';
import { evaluateOptions } from './evaluateOptions';
import { evaluateRun } from './evaluateRun';

/** `msa-unet evaluate`. */
export const evaluate = command({
  about: `Score a trained network on scans with ground-truth masks, at the original size of the scans: overlap per slice and per
volume, and, where the spacing is known, surface distances in mm and volumes in ml.`,
  words: 'data',
  examples: [
    ['--model runs/msaUnet', 'the test part of its training data'],
    ['--model runs/msaUnet --flips --csv scores.csv', 'as in the paper, with a table of all slices'],
    ['--model runs/msaUnet --pictures overlays', 'draw the worst and the middle scans'],
    ['--model runs/msaUnet --data CHAOS --part all', 'all scans of a data set it was not trained on'],
    [
      '--model runs/msaUnet --data CHAOS --part all --out scores --shard 2/8',
      'the third of eight parts of them, as a cluster task',
    ],
  ],
  options: evaluateOptions,
  notes: `The preprocessing and the data sources are read from the settings.json of the run; --data, --image, --mask and
--liver-labels override them. A --data folder elsewhere is read with the patterns and labels of the run if the patterns fit its
files, otherwise by its own layout. The test part is read from its split.json; without one, the data are split again with --seed.
--pictures draws one slice of each chosen scan: the one with the most wrongly labelled pixels.
--out gets scores.json and scores.csv when all scans have their scores, and records, by which a later command knows what is done.
--shard and --merge need it.`,
  run: evaluateRun,
});
