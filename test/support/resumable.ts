import * as tf from '@tensorflow/tfjs';

import type { LabelOutput } from '../../src/data/labels/outputFor';
import { type Samples, samplesOf } from '../../src/data/sample';
import { Conv2D } from '../../src/layers/conv2d';
import { ConvBatchNormRelu } from '../../src/layers/convBatchNormRelu';
import { DropBlock } from '../../src/layers/dropBlock';
import { Dropout } from '../../src/layers/dropout';
import type { CheckpointStore } from '../../src/training/checkpoint/checkpointStore';
import type { History } from '../../src/training/history';
import { phantomSamples } from './phantomSamples';

/** A net with all that makes a resumed run differ if it is forgotten: averages of batch norm and random draws. */
export const forgetfulNet = ({
  filters = 3,
  dropSeed = 7 as number | null,
  output = { classes: 1, activation: 'sigmoid' } as LabelOutput,
} = {}): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [null, null, 1] }),
      new ConvBatchNormRelu({ name: 'first', filters, seed: 1 }),
      new DropBlock({ blockSize: 3, keepProb: 0.8, rampSteps: 5, seed: dropSeed }),
      new ConvBatchNormRelu({ name: 'second', filters, seed: 2 }),
      new Dropout({ rate: 0.3, seed: dropSeed }),
      new Conv2D({ name: 'head', filters: output.classes, kernelSize: 1, activation: output.activation, seed: 3 }),
    ],
  });

const slices = phantomSamples({ patients: 2, slicesPerPatient: 5, size: 16, seed: 4 });

/** Slices of the phantom, and a recipe in which every state of a schedule changes within a few epochs. */
export const resumable = {
  train: samplesOf(slices.slice(0, 7)),
  val: samplesOf(slices.slice(7)),
  epochs: 4,
  batchSize: 3,
  accumulate: 2,
  learningRate: 0.02,
  augmentation: {},
  plateau: { patience: 1, minDelta: 0.5 },
  seed: 3,
};

/** A store in memory, which also tells what was written. */
export function memoryStore(): CheckpointStore & { written: Uint8Array[] } {
  const written: Uint8Array[] = [];
  return {
    name: 'memory',
    written,
    read: async () => written.at(-1) ?? null,
    write: async (checkpoint) => void written.push(checkpoint),
  };
}

/** The samples, with a call before each is read. */
export const watched = (samples: Samples, before: (index: number) => void): Samples => ({
  ...samples,
  read: (index) => {
    before(index);
    return samples.read(index);
  },
});

/** All numbers of a history but the times. */
export const numbersIn = ({ epochs, bestEpoch, ended }: History): unknown => ({
  epochs: epochs.map(({ seconds: _, ...numbers }) => numbers),
  bestEpoch,
  ended,
});
