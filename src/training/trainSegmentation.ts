import * as tf from '@tensorflow/tfjs';

import { checkMasks } from '../data/checkMasks';
import { orDeviceFailure } from '../utils/deviceFailure';
import { nextTurn } from '../utils/nextTurn';
import { explainCrash } from '../utils/outOfMemory';
import { deriveSeed, Random } from '../utils/random';
import { type Batch, inBatches, indicesOf, readBatches } from './batches';
import { BestWeights } from './bestWeights';
import { type FusedAdam, fusedAdam } from './fusedAdam';
import { type HeadsLoss, headsLoss } from './headsLoss';
import type { EpochRecord, History } from './history';
import { learningRateAt } from './learningRate';
import { LossMeter } from './lossMeter';
import { readAhead } from './readAhead';
import { type TrainSegmentationOptions, type TrainSettings, trainSettings } from './trainOptions';
import { type StepLosses, trainStep } from './trainStep';
import { validate } from './validate';

/** What stays the same from the first to the last batch of a run. */
interface Run extends TrainSettings {
  readonly model: tf.LayersModel;
  readonly optimizer: FusedAdam;
  readonly lossOf: HeadsLoss;
  readonly random: Random;
  readonly batches: number;
  readonly started: number;
}

/** Losses are read, and progress gets a new one, every so many batches: waiting for each stalls GPU backends. */
const batchesPerRead = 10;

/**
 * Trains a model that maps images `[batch, height, width, 1]` to masks of the same shape, in place: Adam on shuffled
 * batches, then the weights of the epoch with the lowest validation loss. Same seed, weights and backend, same losses.
 *
 * Batch norm, DropBlock and weight penalties take part as in `model.fit`; the model need not be compiled. Every sample is
 * read once before the first step, so that a wrong mask shows at once; that fills the cache of `prepareSlices`.
 *
 * Of a model of several heads the loss, in training and validation, is the mean over them, and `valScores` are those of
 * their mean.
 *
 * @throws RangeError (the promise) if an option is not legal, a part is empty, a mask is not from 0 to 1, or all of `train` are
 * empty; Error if WebAssembly's memory is full, or the graphics card of WebGPU fails
 */
export async function trainSegmentation(model: tf.LayersModel, options: TrainSegmentationOptions): Promise<History> {
  const settings = trainSettings(options);
  const lossOf = headsLoss(model, settings);
  if (!(await checkPart('train', settings)) && !settings.signal?.aborted)
    throw new RangeError(
      'trainSegmentation: `train` must show what to find; every mask is empty. Look at how they were made',
    );
  await checkPart('val', settings);
  const run: Run = {
    ...settings,
    model,
    optimizer: fusedAdam({ learningRate: settings.learningRate }),
    lossOf,
    random: new Random(deriveSeed(settings.seed, 'order')),
    batches: Math.ceil(settings.train.length / settings.batchSize),
    started: performance.now(),
  };
  const best = new BestWeights(model);
  const failed = new AbortController();
  const signal = settings.signal ? AbortSignal.any([settings.signal, failed.signal]) : failed.signal;
  try {
    return await orDeviceFailure(
      () => trainEpochs({ ...run, signal }, best),
      () => failed.abort(),
    );
  } catch (error) {
    throw explainCrash(error);
  } finally {
    best.restore();
    run.optimizer.dispose();
  }
}

async function trainEpochs(run: Run, best: BestWeights): Promise<History> {
  const epochs: EpochRecord[] = [];
  let bestEpoch: number | null = null;
  while (epochs.length < run.epochs) {
    const record = await trainEpoch(run, epochs.length + 1);
    if (!record) return { epochs, bestEpoch, ended: 'aborted' };
    epochs.push(record);
    if (await best.offer(record.valLoss)) bestEpoch = record.epoch;
    await run.onEpoch(record);
  }
  return { epochs, bestEpoch, ended: 'done' };
}

/** One epoch and its validation; `null` if the signal came. */
async function trainEpoch(run: Run, epoch: number): Promise<EpochRecord | null> {
  const started = performance.now();
  const meter = new LossMeter();
  try {
    if (!(await trainBatches(run, epoch, meter))) return null;
    const means = await meter.read();
    const validation = await validate(run.model, run.val, run);
    if (!validation) return null;
    return {
      epoch,
      ...means,
      ...validation,
      learningRate: run.optimizer.learningRate,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    meter.dispose();
  }
}

/** Steps through all training samples in random order; false if the signal came. */
async function trainBatches(run: Run, epoch: number, meter: LossMeter): Promise<boolean> {
  const { train, signal, batches, epochs } = run;
  const order = inBatches(run.random.shuffle(indicesOf(train)), run.batchSize);
  let mean: number | null = null;
  let batch = 0;
  for await (const data of readBatches(train, order, run.prefetch)) {
    if (signal?.aborted) return false;
    const step = (epoch - 1) * batches + batch++;
    run.optimizer.learningRate = learningRateAt(run.learningRate, run.decay, step / (epochs * batches));
    meter.add(learn(run, data), data.samples.length);
    if (batch % batchesPerRead === 0) mean = (await meter.read()).loss;
    const secondsPerStep = (performance.now() - run.started) / 1000 / (step + 1);
    run.onProgress({
      epoch,
      epochs,
      batch,
      batches,
      loss: mean,
      secondsLeft: secondsPerStep * (epochs * batches - step - 1),
    });
    await nextTurn();
  }
  return !signal?.aborted;
}

/** One step on a batch, which is augmented first where that is wanted. */
function learn({ model, optimizer, lossOf, augmentation }: Run, batch: Batch): StepLosses {
  if (!augmentation) return trainStep(model, optimizer, lossOf, batch);
  const { x, y } = augmentation.augment(batch);
  try {
    return trainStep(model, optimizer, lossOf, { x, y });
  } finally {
    tf.dispose([x, y]);
  }
}

/** Whether any mask of the part, as far as it was read when the signal came, has foreground. */
async function checkPart(
  part: 'train' | 'val',
  { [part]: samples, prefetch, signal }: TrainSettings,
): Promise<boolean> {
  if (samples.length === 0) throw new RangeError(`trainSegmentation: \`${part}\` must hold samples; it is empty`);
  let foreground = false;
  for await (const { patient, name, mask } of readAhead(indicesOf(samples), async (i) => samples.read(i), prefetch)) {
    if (signal?.aborted) break;
    await checkMasks(mask, `${part}: mask of ${patient} ${name}`);
    foreground ||= mask.some((value) => value > 0);
  }
  return foreground;
}
