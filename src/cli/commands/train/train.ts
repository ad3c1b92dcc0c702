import { command } from '../../command';
import { trainOptions } from './trainOptions';
import { trainRun } from './trainRun';

/** `msa-unet train`. */
export const train = command({
  about: `Trains a network to find the liver, by default MSA-UNet by the recipe of the paper, and saves the weights of the epoch
with the lowest validation loss. Data are divided 8 : 1 : 1 by patient; the test part is left for evaluate.`,
  words: 'data',
  examples: [
    ['--data 3Dircadb1 --data SLIVER07', 'as in the paper: for a GPU, hours'],
    ['--data LiTS --size 256 --base-filters 8 --epochs 30', 'smaller, for an evening on a CPU'],
    ['--data LiTS --size 128 --base-filters 4 --limit 200 --epochs 5', 'a first try, minutes'],
  ],
  options: trainOptions,
  notes: `Look at the data first: msa-unet inspect DIR --out sheet.png.
Ctrl-C ends the training after its batch; the best weights so far are saved, and the exit code is 130. The same command with
--resume goes on there, also after a crash, which costs at most 10 minutes or an epoch.
Writes to DIR: model, history.json, split.json and settings.json, for evaluate and predict --model DIR; and checkpoint, which is
for --resume alone and may be deleted. Prepared slices are kept in .cache beside DIR, up to 8 GB.`,
  run: trainRun,
});
