import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import * as tf from '@tensorflow/tfjs';
import {
  buildMsaUnet,
  type Curve,
  curveColours,
  lineChart,
  loadModel,
  memoryCache,
  phantomDataSet,
  predictPadded,
  prepareSlices,
  splitDataSet,
  trainSegmentation,
} from 'msa-unet';
import { type BackendName, useBackend } from 'msa-unet/node';

/** What a process holds after so many times, memory in MiB. */
interface Held {
  times: number;
  tensors: number;
  /** JavaScript's heap after a collection of garbage. */
  heap: number;
  process: number;
}

/** What is done over and over. It calls `sample` a hundred times or so. */
interface Routine {
  name: string;
  run: (times: number, sample: (times: number) => void) => Promise<void>;
  times: number;
}

/** How much more may be held at the end than in the middle. */
const mostGrowth = { tensors: 0, heap: 1, process: 16 };

const routines: Routine[] = [
  { name: 'steps', run: steps, times: 10_000 },
  { name: 'loads', run: loads, times: 1000 },
  { name: 'predictions', run: predictions, times: 10_000 },
];

/**
 * Trains, loads and predicts with a small MSA-UNet so often that a leak would show, and writes what the process holds to a
 * CSV file and a chart per backend.
 *
 * @param share fraction of the times to run
 * @throws AssertionError if it holds more and more
 */
export async function benchSoak(backends: BackendName[], folder: string, share: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const backend of backends) {
    const { detail, dispose } = await useBackend(backend, { log: null });
    const machine = `${backend} (${detail}), ${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}`;
    console.log(machine);
    const held = new Map<string, Held[]>();
    for (const { name, run, times } of routines) {
      const samples: Held[] = [];
      await run(share * times, (done) => samples.push(heldNow(done)));
      held.set(name, samples);
      console.log(`  ${share * times} ${name}: ${growthText(samples)}`);
    }
    writeFileSync(join(folder, `${backend}.csv`), csvOf(held));
    writeFileSync(join(folder, `${backend}.svg`), chartOf(machine, held));
    dispose();
    for (const [name, samples] of held) requireFlat(name, samples);
  }
}

async function steps(times: number, sample: (times: number) => void): Promise<void> {
  const { parts } = await splitDataSet(phantomDataSet({ patients: 8, slicesPerPatient: 4, size: 32 }));
  const options = { size: [32, 32] as const, cache: memoryCache() };
  const [train, val] = [prepareSlices(parts.train, options), prepareSlices(parts.val, options)];
  const perEpoch = Math.ceil(train.length / 2);
  const model = buildMsaUnet([32, 32, 1], { baseFilters: 1, seed: 1 });
  await trainSegmentation(model, {
    ...{ train, val, batchSize: 2, augmentation: {}, earlyStopping: null, seed: 1 },
    epochs: Math.ceil(times / perEpoch),
    onEpoch: ({ epoch }) => {
      if (epoch % Math.ceil(times / perEpoch / 100) === 0) sample(epoch * perEpoch);
    },
  });
  model.dispose();
}

async function loads(times: number, sample: (times: number) => void): Promise<void> {
  const model = buildMsaUnet([32, 32, 1], { baseFilters: 1, seed: 1 });
  const saved: tf.io.ModelArtifacts[] = [];
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved.push(artifacts);
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  model.dispose();
  for (let done = 1; done <= times; done++) {
    (await loadModel(tf.io.fromMemory(saved[0]!))).dispose();
    if (done % Math.ceil(times / 100) === 0) sample(done);
  }
}

async function predictions(times: number, sample: (times: number) => void): Promise<void> {
  const model = buildMsaUnet([null, null, 1], { baseFilters: 1, seed: 1 });
  for (let done = 1; done <= times; done++) {
    const image = tf.zeros<tf.Rank.R4>([1, 16 + ((7 * done) % 113), 16 + ((11 * done) % 97), 1]);
    const mask = predictPadded(model, image);
    await mask.data();
    tf.dispose([image, mask]);
    if (done % Math.ceil(times / 100) === 0) sample(done);
  }
  model.dispose();
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heldNow(times: number): Held {
  collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  return { times, tensors: tf.memory().numTensors, heap: heapUsed / 2 ** 20, process: rss / 2 ** 20 };
}

/** What is held in the last quarter beyond the second, on average. */
function growthOf(held: readonly Held[], what: keyof typeof mostGrowth): number {
  const quarter = held.length >> 2;
  const mean = (samples: readonly Held[]) => samples.reduce((sum, sample) => sum + sample[what], 0) / samples.length;
  return mean(held.slice(-quarter)) - mean(held.slice(quarter, 2 * quarter));
}

const growthText = (held: readonly Held[]) =>
  `${growthOf(held, 'tensors')} tensors, ${growthOf(held, 'heap').toFixed(2)} MiB of heap and ` +
  `${growthOf(held, 'process').toFixed(1)} MiB of the process more in the last quarter than in the second`;

function requireFlat(name: string, held: readonly Held[]): void {
  for (const what of Object.keys(mostGrowth) as (keyof typeof mostGrowth)[])
    assert(growthOf(held, what) <= mostGrowth[what], `${name} hold more and more: ${growthText(held)}`);
}

function csvOf(held: ReadonlyMap<string, readonly Held[]>): string {
  const rows = [...held].flatMap(([name, samples]) =>
    samples.map(({ times, tensors, heap, process }) => [name, times, tensors, heap.toFixed(2), process.toFixed(1)]),
  );
  return `${[['what', 'times', 'tensors', 'heap MiB', 'process MiB'], ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

function chartOf(title: string, held: ReadonlyMap<string, readonly Held[]>): string {
  const curves = [...held].flatMap(([name, samples], i): Curve[] =>
    (['process', 'heap'] as const).map((what) => ({
      label: `${samples.at(-1)!.times.toLocaleString('en-US')} ${name}, ${what}`,
      points: samples.map((sample, k) => [k + 1, sample[what]] as const),
      colour: curveColours[i]!,
      dashed: what === 'heap',
    })),
  );
  return lineChart({ title: `Memory in MiB: ${title}`, xLabel: 'Sample', curves });
}
