import { type BackendName, useBackend } from '../../src/node/backends/useBackend';
import { checkpointFolder } from '../../src/node/checkpointFolder';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { killableRuns } from './killable';
import { watched } from './resumable';

/** Trains with checkpoints and a cache in a folder, and says which batch was begun on and up to which one all is saved. */
const [folder, backend, run] = process.argv.slice(2) as [string, BackendName, keyof typeof killableRuns];
await useBackend(backend, { log: null });
const store = checkpointFolder(folder);
const { model, options } = killableRuns[run](folder);
let batch = 0;
const say = (what: string) => process.stdout.write(`${what} ${batch}\n`);
await trainSegmentation(model, {
  ...options,
  train: watched(options.train, () => say('reading')),
  checkpoint: {
    store: {
      ...store,
      write: async (checkpoint) => {
        say('writing');
        await store.write(checkpoint);
        say('written');
      },
    },
    everyBatches: 1,
  },
  onProgress: ({ epoch, batch: inEpoch, batches }) => {
    batch = (epoch - 1) * batches + inEpoch;
    say('done');
  },
});
say('ended');
