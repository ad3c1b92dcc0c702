import { cp, readdir, readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import {
  Conv2D,
  ConvBatchNormRelu,
  ctFile,
  DropBlock,
  Dropout,
  type EvaluationReport,
  type ModelName,
  type PhantomOptions,
  phantomDataSet,
  prepareSlices,
  readNifti,
  type Samples,
  type TrainSegmentationOptions,
} from 'msa-unet';

/** Where the files of the last version lie, by what they are. */
export const lastVersion = {
  folder: 'test/golden/lastVersion',
  /** One saved network, trained for an epoch. */
  model: 'test/golden/lastVersion/model',
  /** Wiring and weight names of a network of every name. */
  networks: 'test/golden/lastVersion/networks',
  /** Checkpoints of {@link interruptedRun}. */
  checkpoint: 'test/golden/lastVersion/checkpoint',
  /** Where `msa-unet train` was run: the scans and `run`, which was interrupted. */
  train: 'test/golden/lastVersion/train',
  /** What that version computed. */
  expected: 'test/golden/lastVersion/expected.json',
} as const;

/** Content of `expected.json`. */
export interface Expected {
  /** What made the files. */
  readonly madeBy: { readonly version: string; readonly commit: string; readonly node: string; readonly seed: number };
  /** Mean and some values of the prediction of the saved network. */
  readonly model: number[];
  /** The same of each other network, with {@link setPlainWeights}. */
  readonly networks: Readonly<Partial<Record<ModelName, number[]>>>;
  /** Training and validation loss of every epoch of {@link interruptedRun}, had it not been interrupted. */
  readonly checkpoint: readonly (readonly [loss: number, valLoss: number])[];
  readonly train: {
    /** DSC of every test scan. */
    readonly scores: number[];
    /** Pixels of the predicted mask. */
    readonly maskPixels: number;
    /** As of `checkpoint`. */
    readonly losses: readonly (readonly [loss: number, valLoss: number])[];
  };
}

/** Command lines of `msa-unet`, to be run in the folder `train`. */
export const commandLines = {
  train: [
    ...['train', 'scans', '--model', 'unet', '--base-filters', '1', '--size', '16', '--epochs', '12', '--batch', '2'],
    ...['--learning-rate', '0.05', '--momentum', '0.5', '--seed', '5', '--backend', 'wasm', '--out', 'run'],
  ],
  evaluate: ['evaluate', 'scans', '--model', 'run', '--backend', 'wasm', '--json', 'report.json'],
  predict: ['predict', 'scans/volume-0.nii.gz', '--model', 'run', '--backend', 'wasm', '--out', 'mask.nii.gz'],
};

/** A net with all that makes a resumed run differ if it is forgotten: averages of batch norm and random draws. */
export const interruptedNet = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [null, null, 1] }),
      new ConvBatchNormRelu({ name: 'first', filters: 3, seed: 1 }),
      new DropBlock({ blockSize: 3, keepProb: 0.8, rampSteps: 5, seed: 7 }),
      new ConvBatchNormRelu({ name: 'second', filters: 3, seed: 2 }),
      new Dropout({ rate: 0.3, seed: 7 }),
      new Conv2D({ name: 'head', filters: 1, kernelSize: 1, activation: 'sigmoid', seed: 3 }),
    ],
  });

/** A run on the phantom in which every schedule changes something. */
export function interruptedRun(): TrainSegmentationOptions {
  const [train, val] = samplesOf({ patients: 2, slicesPerPatient: 6, size: 16, seed: 4 });
  return {
    train: train!,
    val: val!,
    ...{ epochs: 4, batchSize: 2, accumulate: 2, learningRate: 0.02, augmentation: {}, seed: 3 },
    plateau: { patience: 1, minDelta: 0.5 },
  };
}

/** The prepared slices of each patient of a phantom. */
export const samplesOf = (options: PhantomOptions): Samples[] =>
  phantomDataSet(options).patients.map(({ scans }) =>
    prepareSlices(scans.flatMap((scan) => Array.from({ length: scan.depth }, (_, index) => ({ scan, index })))),
  );

/** The losses of an epoch, as they are kept. */
export const lossesOf = (epochs: readonly { readonly loss: number; readonly valLoss: number }[]): [number, number][] =>
  epochs.map(({ loss, valLoss }) => [loss, valLoss]);

/** Gives a model weights that depend on nothing but their shapes: vectors from 0.5 to 1.5, kernels around 0. */
export function setPlainWeights(model: tf.LayersModel): void {
  for (const [n, weight] of model.weights.entries()) {
    const shape = weight.shape as number[];
    const size = tf.util.sizeFromShape(shape);
    const bound = shape.length > 1 ? Math.sqrt((12 * shape.at(-1)!) / size) : 0;
    const values = plainValues(size, n).map((value) => (bound > 0 ? (value - 0.5) * bound : value + 0.5));
    tf.tidy(() => void weight.write(tf.tensor(values, shape)));
  }
}

/** Numbers from 0 to below 1, in hundredths. */
const plainValues = (size: number, n = 0): number[] =>
  Array.from({ length: size }, (_, i) => ((i * 37 + n * 11 + ((i * i) % 17)) % 100) / 100);

/** The mean of what a model predicts for {@link plainValues}, and 16 of the values. */
export async function summaryOf(model: tf.LayersModel): Promise<number[]> {
  const shape = [1, ...(model.inputs[0]!.shape.slice(1) as number[])];
  const predicted = tf.tidy(() => {
    const outputs = model.predict(tf.tensor(plainValues(tf.util.sizeFromShape(shape)), shape));
    return tf.concat([outputs].flat().map((output) => output.flatten()));
  });
  const values = Array.from(await predicted.data(), (value) => Number(value.toFixed(7)));
  predicted.dispose();
  const samples = Array.from({ length: 16 }, (_, i) => values[Math.floor((i * values.length) / 16)]!);
  return [values.reduce((sum, value) => sum + value, 0) / values.length, ...samples];
}

/** What `evaluate` and `predict` have left in a folder. */
export async function resultsIn(folder: string): Promise<{ scores: number[]; maskPixels: number }> {
  const report: EvaluationReport = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
  const mask = await readNifti([ctFile('mask.nii.gz', await readFile(join(folder, 'mask.nii.gz')))]);
  return {
    scores: report.volumes.map(({ diceCoefficient }) => diceCoefficient),
    maskPixels: Array.from(mask.data).filter((label) => label > 0).length,
  };
}

/** Copies the folder `train`; its scans get the times of change that the split of the run remembers. */
export async function copyTrain(to: string): Promise<void> {
  await cp(lastVersion.train, to, { recursive: true });
  await setTimes(join(to, 'scans'));
}

/** Gives all scans of a folder one time of change, which no copy or checkout keeps. */
export async function setTimes(scans: string): Promise<void> {
  for (const name of await readdir(scans)) await utimes(join(scans, name), 1e9, 1e9);
}
