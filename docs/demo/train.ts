import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  addPreprocessing,
  buildMsaUnet,
  describeModel,
  type History,
  loadModel,
  memoryCache,
  type PhantomOptions,
  phantomDataSet,
  prepareSlices,
  trainSegmentation,
} from 'msa-unet';
import { checkpointFolder, fileSystem, progressLine, useBackend, writeFileAtomic } from 'msa-unet/node';

import { demoData, demoFolder, demoOptions, demoRecipe, demoSize } from './demoNetwork';
import { quantized } from './quantized';
import { scoreNetwork } from './scoreNetwork';

/** Trains the network of the landing page on the phantom; if interrupted, the next call resumes. */
async function main(): Promise<void> {
  const backend = await useBackend('wasm'); // one thread: equal weights on every machine
  const model = buildMsaUnet([demoSize, demoSize, 1], demoOptions);
  const history = await trainSegmentation(model, {
    ...progressLine(),
    ...{ train: slicesOf(demoData.train), val: slicesOf(demoData.val) },
    ...demoRecipe,
    checkpoint: { store: checkpointFolder('runs/demo-network'), everySeconds: 30 },
  });
  const { parameters, gigaMacs } = measure(model);
  await addPreprocessing(model).save(quantized(fileSystem(demoFolder)));
  const saved = await loadModel(fileSystem(demoFolder));
  const test = await scoreNetwork(saved, demoData.test);
  const manifest = {
    ...{ command: 'npm run docs:network', network: 'msaUnet', options: demoOptions, parameters, gigaMacs },
    ...{ data: demoData, recipe: demoRecipe, training: outcome(history), test },
    versions: { 'msa-unet': ownVersion(), ...backend.versions },
  };
  await writeFileAtomic(join(demoFolder, 'network.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  console.log(`${demoFolder}: mean Dice ${test.meanDice.toFixed(4)} on ${test.dice.length} unseen phantom patients`);
}

function slicesOf(options: PhantomOptions) {
  const scans = phantomDataSet(options).patients.flatMap((patient) => patient.scans);
  const slices = scans.flatMap((scan) => Array.from({ length: scan.depth }, (_, index) => ({ scan, index })));
  return prepareSlices(slices, { cache: memoryCache() });
}

function measure(model: Parameters<typeof describeModel>[0]) {
  const { trainable, nonTrainable, gigaMacs } = describeModel(model, { height: demoSize, width: demoSize });
  return { parameters: trainable + nonTrainable, gigaMacs };
}

function outcome({ epochs, bestEpoch }: History) {
  const best = epochs.find(({ epoch }) => epoch === bestEpoch);
  return { epochs: epochs.length, bestEpoch, valLoss: best?.valLoss };
}

const ownVersion = (): string => JSON.parse(readFileSync('package.json', 'utf8')).version;

await main();
