import { cpus } from 'node:os';

import {
  buildUnet,
  memoryCache,
  phantomDataSet,
  predictSamples,
  prepareSlices,
  type Samples,
  SegmentationScores,
  splitDataSet,
  takeEvenly,
  trainSegmentation,
} from 'msa-unet';
import { type BackendName, useBackend } from 'msa-unet/node';

/** How the networks are trained. */
interface Training {
  patients: number;
  slicesPerPatient: number;
  /** Every so many slices are trained and tested on; their neighbours are those of the scan. */
  every: number;
  size: number;
  baseFilters: number;
  epochs: number;
  seeds: number;
}

/** Slices that the network sees. */
const inputs = {
  'one slice': {},
  'three slices': { context: 1 },
  'three slices, 15 mm apart': { context: 1, contextMm: 15 },
};

/** Trains U-Nets on one slice and on three, and compares the DSC per patient on test patients of the phantom. */
export async function benchContext([backend = 'wasm']: BackendName[], training: Training): Promise<void> {
  const { patients, slicesPerPatient, every, size, baseFilters, epochs, seeds } = training;
  const { detail } = await useBackend(backend, { log: null });
  console.log(
    `U-Net, base ${baseFilters}, ${epochs} epochs on every ${every}th slice of ${patients} phantoms of ${slicesPerPatient} slices of ${size}×${size}, DSC per test ` +
      `patient of the liver; ${backend} (${detail}), ${cpus()[0]?.model}, Node ${process.version}`,
  );
  for (const [name, input] of Object.entries(inputs)) {
    const scores: number[] = [];
    for (let seed = 1; seed <= seeds; seed++) scores.push(await trained(input, seed, training));
    const mean = scores.reduce((sum, score) => sum + score / seeds, 0);
    console.log(`  ${name.padEnd(26)}${mean.toFixed(4)}  (${scores.map((score) => score.toFixed(4)).join(', ')})`);
  }
}

/** Trains one network. Returns the mean DSC per test patient. */
async function trained(input: object, seed: number, training: Training): Promise<number> {
  const { patients, slicesPerPatient, every, size, baseFilters, epochs } = training;
  const data = phantomDataSet({ patients, slicesPerPatient, size, seed });
  const { parts } = await splitDataSet(data, { seed });
  const cache = memoryCache();
  const [train, val, test] = [parts.train, parts.val, parts.test].map((part) =>
    takeEvenly(prepareSlices(part, { ...input, cache }), part.length / every),
  ) as [Samples, Samples, Samples];
  const model = buildUnet([size, size, train.channels!], { baseFilters, depth: 3, momentum: 0.9, seed });
  await trainSegmentation(model, {
    ...{ train, val, epochs, seed },
    batchSize: 4,
    learningRate: 3e-3,
    decay: 'cosine',
  });
  const scores = new SegmentationScores();
  for await (const { sample, probabilities } of predictSamples(model, test))
    scores.addMask(sample.mask, probabilities, sample.patient);
  model.dispose();
  return (await scores.result()).perPatient!.diceCoefficient.mean;
}
