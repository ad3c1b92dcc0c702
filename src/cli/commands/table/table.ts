import { command } from '../../command';
import { tableOptions } from './tableOptions';
import { tableRun } from './tableRun';

/** `msa-unet table`. */
export const table = command({
  about: `Trains the networks of the paper's Table 1 (MSA-UNet and its peers) or 2 (its ablation), on the same slices with the same
recipe and seed, and writes the table beside the paper's figures.`,
  words: 'table',
  examples: [
    ['1', 'on a synthetic CT phantom, small, within minutes on a CPU'],
    ['1 --preset paper --data 3Dircadb1 --data SLIVER07', 'as the paper, on a GPU'],
    ['1 --only ceNet', 'one network alone, as a job of a cluster'],
    ['1 --merge', 'the table of the jobs that are finished'],
  ],
  options: tableOptions,
  notes:
    'A run that was ended goes on where it was when it is started again; jobs that are finished are not run again.',
  run: tableRun,
});
