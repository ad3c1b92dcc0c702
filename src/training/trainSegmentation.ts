import * as tf from '@tensorflow/tfjs';

import { checkMasks } from '../data/checkMasks';
import { nextTurn } from '../utils/nextTurn';
import { explainCrash } from '../utils/outOfMemory';
import { deriveSeed, Random } from '../utils/random';
import { type Batch, indicesOf, inPieces, readBatches } from './batches';
import { BestWeights } from './bestWeights';
import { type FusedAdam, fusedAdam } from './fusedAdam';
import { type HeadsLoss, headsLoss } from './headsLoss';
import type { EpochRecord, History } from './history';
import { cosineDecay } from './learningRate';
import { LossMeter } from './lossMeter';
import { readAhead } from './readAhead';
import { type TrainSegmentationOptions, type TrainSettings, trainSettings } from './trainOptions';
import { type StepLosses, TrainStep } from './trainStep';
import { validate } from './validate';

/** What stays the same from the first to the last batch of a run. */
interface Run extends TrainSettings {
  readonly model: tf.LayersModel;
  readonly optimizer: FusedAdam;
  readonly step: TrainStep;
  readonly lossOf: HeadsLoss;
  readonly random: Random;
  readonly batches: number;
  readonly started: number;
}

/** Losses are read, and progress gets a new one, every so many batches: waiting for each stalls GPU backends. */
const batchesPerRead = 10;

/**
 * Trains a model that maps images `[batch, height, width, 1]` to masks of the same shape, in place, by default as in the
 * paper: Adam on shuffled batches; when the validation loss no longer falls, the learning rate is halved, and later the run
 * ends. The model then has the weights of the epoch with the lowest validation loss, however it ended. Same seed, weights
 * and backend, same losses.
 *
 * Batch norm, DropBlock and weight penalties take part as in `model.fit`; the model need not be compiled. Every sample is
 * read once before the first step, so that a wrong mask shows at once; that fills the cache of `prepareSlices`.
 *
 * Of a model of several heads the loss, in training and validation, is the mean over them, and `valScores` are those of
 * their mean.
 *
 * @throws RangeError (the promise) if an option is not legal, a part is empty, a mask is not from 0 to 1, or all of `train` are
 * empty; Error if WebAssembly's memory is full
 */
export async function trainSegmentation(model: tf.LayersModel, options: TrainSegmentationOptions): Promise<History> {
  const settings = trainSettings(options);
  const lossOf = headsLoss(model, settings);
  if (!(await checkPart('train', settings)) && !settings.signal?.aborted)
    throw new RangeError(
      'trainSegmentation: `train` must show what to find; every mask is empty. Look at how they were made',
    );
  await checkPart('val', settings);
  const optimizer = fusedAdam({ learningRate: settings.learningRate });
  const run: Run = {
    ...settings,
    model,
    optimizer,
    step: new TrainStep(model, optimizer, lossOf),
    lossOf,
    random: new Random(deriveSeed(settings.seed, 'order')),
    batches: Math.ceil(settings.train.length / settings.batchSize),
    started: performance.now(),
  };
  const best = new BestWeights(model);
  try {
    return await trainEpochs(run, best);
  } catch (error) {
    throw explainCrash(error);
  } finally {
    best.restore();
    run.step.dispose();
    optimizer.dispose();
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
    const ends = run.earlyStopping?.endsAfter(record.valLoss);
    if (ends && epochs.length < run.epochs) return { epochs, bestEpoch, ended: 'stopped' };
    if (run.plateau) run.optimizer.learningRate = run.plateau.next(record.valLoss, run.optimizer.learningRate);
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
    const validation = await validate(run.model, run.val, { ...run, batchSize: run.pieceSize });
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
  const { train, signal, batches, epochs, optimizer } = run;
  const pieces = inPieces(run.random.shuffle(indicesOf(train)), run.batchSize, run.pieceSize);
  const reading = readBatches(
    train,
    pieces.map(({ indices }) => indices),
    run.prefetch,
  );
  let mean: number | null = null;
  let batch = 0;
  let piece = 0;
  if (signal?.aborted) return false;
  for await (const data of reading) {
    const { share, last } = pieces[piece++]!;
    meter.add(learn(run, data, share), data.samples.length);
    if (last) {
      const step = (epoch - 1) * batches + batch++;
      if (run.decay === 'cosine') optimizer.learningRate = cosineDecay(run.learningRate, step / (epochs * batches));
      run.step.apply();
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
    }
    await nextTurn();
    if (last && signal?.aborted) return false;
  }
  return true;
}

/** Adds what is to be learned from a piece of a batch, which is augmented first where that is wanted. */
function learn({ step, augmentation }: Run, piece: Batch, share: number): StepLosses {
  if (!augmentation) return step.add(piece, share);
  const { x, y } = augmentation.augment(piece);
  try {
    return step.add({ x, y }, share);
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
