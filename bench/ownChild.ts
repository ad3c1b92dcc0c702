import * as tf from '@tensorflow/tfjs';
import { buildModel } from 'msa-unet';
import { type BackendName, useBackend } from 'msa-unet/node';

import { answerLines } from './answerLines';
import { dimensions } from './dimensions';
import { peakMemory } from './memory';
import type { Problem } from './run';
import { stockMsaUnet } from './stockMsaUnet';
import { timesOf, workOf } from './work';

/** What a process that runs this library is asked for. */
export interface OwnSetup {
  backend: BackendName;
  threads: number;
  /** Composed of stock `tf.layers`. */
  isStock: boolean;
  problem: Problem;
}

const { backend: name, threads, isStock, problem } = JSON.parse(process.argv[2]!) as OwnSetup;
const {
  name: backend,
  detail,
  versions,
} = await useBackend(name, {
  log: null,
  ...(name === 'wasm' && { threads }),
});
if (name === 'wasm' && !detail.includes(`, ${threads} thread`))
  throw new Error(`asked for ${threads} threads of WASM, got "${detail}"`);
const { size, width } = dimensions(problem.model, problem);
const model = isStock
  ? stockMsaUnet(size, problem.baseFilters)
  : buildModel(problem.model, [size, size, 1], { ...width, seed: 1 });
const work = workOf(model, problem.batch);

await answerLines(
  { detail, ...versions },
  {
    forward: () => timesOf(work.forward),
    step: () => timesOf(work.step),
    memory: async () => {
      const memory = await peakMemory(backend, work.step);
      const before = tf.memory().numTensors;
      await work.step();
      return { memory, leaked: tf.memory().numTensors - before };
    },
  },
);
