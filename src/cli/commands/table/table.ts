import { command } from '../../command';
import { tableOptions } from './tableOptions';
import { tableRun } from './tableRun';

/** `msa-unet table`. */
export const table = command({
  about: `Train the networks of the paper's Table 1 (MSA-UNet and its peers) or 2 (its ablation) on the same slices, with the same
recipe and seed, and write a table of their scores beside the paper's.`,
  words: 'table',
  examples: [
    ['1', 'a small run on a synthetic CT phantom: minutes on a CPU'],
    ['1 --preset paper --data 3Dircadb1 --data SLIVER07', 'as in the paper, on a GPU'],
    ['1 --only ceNet', 'one network, as a cluster job'],
    ['1 --merge', 'build the table from the finished jobs'],
  ],
  options: tableOptions,
  notes: 'To continue an interrupted run, repeat the command; finished jobs are not run again.',
  run: tableRun,
});
