import { command } from '../../command';
import { trainOptions } from './trainOptions';
import { trainRun } from './trainRun';

/** `msa-unet train`. */
export const train = command({
  about: `Train a network to segment the liver, by default MSA-UNet with the paper's recipe, and save the weights of the epoch with
the lowest validation loss. The data are split 8 : 1 : 1 by patient; the test part is kept for evaluate.`,
  words: 'data',
  examples: [
    ['--data 3Dircadb1 --data SLIVER07', 'as in the paper: hours on a GPU'],
    ['--data LiTS --size 256 --base-filters 8 --epochs 30', 'smaller: an evening on a CPU'],
    ['--data LiTS --size 128 --base-filters 4 --limit 200 --epochs 5', 'a first try: minutes'],
  ],
  options: trainOptions,
  notes: `Look at the data first: msa-unet inspect DIR --out sheet.png.
Ctrl-C stops the run after the current batch, saves the best weights so far and exits with code 130; SIGTERM and SIGHUP do
the same, with codes 143 and 129. To continue, repeat the command with --resume. This also works after a crash, which loses at
most 10 minutes of training, or one epoch if that is shorter.
The run folder holds model, history.json, split.json and settings.json for evaluate and predict, and checkpoint, which only
--resume needs; you can delete it. Prepared slices are cached in .cache beside the run folder, up to 8 GB.`,
  run: trainRun,
});
