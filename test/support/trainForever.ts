import { useBackend } from '../../src/node/backends/useBackend';
import { checkpointFolder } from '../../src/node/checkpointFolder';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { forgetfulNet, killable, killableFilters, watched } from './resumable';

/** Trains with checkpoints and a cache in a folder, and says which batch was begun on and up to which one all is saved. */
await useBackend('wasm', { log: null });
const folder = process.argv[2]!;
const store = checkpointFolder(folder);
const options = killable(folder);
let batch = 0;
const say = (what: string) => process.stdout.write(`${what} ${batch}\n`);
await trainSegmentation(forgetfulNet({ filters: killableFilters }), {
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
