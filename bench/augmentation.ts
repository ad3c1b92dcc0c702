import { cpus } from 'node:os';

import * as tf from '@tensorflow/tfjs';
import {
  buildMsaUnet,
  phantomDataSet,
  prepareSlices,
  type Sample,
  samplesOf,
  strongAugmentation,
  type TrainSegmentationOptions,
  trainSegmentation,
} from 'msa-unet';
import { type BackendName, useBackend } from 'msa-unet/node';

import { median } from './statistics';

/** What is measured. */
interface Sizes {
  size: number;
  baseFilters: number;
  batch: number;
  rounds: number;
}

/** Steps of a round; the first is not counted. */
const steps = 9;

const augmentations: Record<string, TrainSegmentationOptions['augmentation']> = {
  none: null,
  paper: 'paper',
  strong: 'strong',
  'strong, every change': { ...strongAugmentation, probability: 1 },
};

/** Times training steps of MSA-UNet with each augmentation, turn by turn, in processor time. */
export async function benchAugmentation(backends: BackendName[], sizes: Sizes): Promise<void> {
  const { size, baseFilters, batch, rounds } = sizes;
  console.log(
    `Training steps of MSA-UNet, base ${baseFilters}, ${size}×${size}, batch ${batch}, by augmentation; tfjs ${tf.version.tfjs}, ` +
      `${cpus()[0]?.model}, Node ${process.version}, processor time, medians of ${rounds} rounds of ${steps - 1} steps`,
  );
  const samples = await phantomSamples(size, batch * steps);
  for (const name of backends) {
    const { detail } = await useBackend(name, { log: null });
    console.log(`${name} (${detail})`);
    const times = await turnByTurn(samples, sizes);
    for (const [augmentation, list] of Object.entries(times)) {
      const ratio = median(list.map((time, round) => time / times.none![round]!));
      console.log(
        `  ${augmentation.padEnd(22)}${median([...list])
          .toFixed(1)
          .padStart(8)} ms  ${ratio.toFixed(3)} × none`,
      );
    }
  }
}

async function phantomSamples(size: number, count: number): Promise<Sample[]> {
  const { patients } = phantomDataSet({ patients: 3, slicesPerPatient: Math.ceil(count / 3), size, seed: 1 });
  const scans = patients.flatMap((patient) => patient.scans);
  const slices = scans.flatMap((scan) => Array.from({ length: scan.depth }, (_, index) => ({ scan, index })));
  const samples = prepareSlices(slices.slice(0, count));
  return Promise.all(Array.from({ length: count }, async (_, i) => samples.read(i)));
}

async function turnByTurn(samples: Sample[], { size, baseFilters, batch, rounds }: Sizes) {
  const model = buildMsaUnet([size, size, 1], { baseFilters, seed: 1 });
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(augmentations).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++)
    for (const [name, augmentation] of Object.entries(augmentations)) {
      const marks: number[] = [];
      await trainSegmentation(model, {
        train: samplesOf(samples),
        val: samplesOf(samples.slice(0, 1)),
        ...{ epochs: 1, batchSize: batch, augmentation, seed: round },
        onProgress: () => void marks.push(processorTime()),
      });
      if (round >= 0) times[name]!.push((marks.at(-1)! - marks[0]!) / (steps - 1));
    }
  model.dispose();
  return times;
}

/** Milliseconds of the processor, which other programs disturb less than the clock. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
