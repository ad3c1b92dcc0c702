import * as tf from '@tensorflow/tfjs';

import { mirroredChannels } from '../data/labels/mirroredChannels';
import { nextTurn } from '../utils/nextTurn';
import type { Checkpoints } from './checkpoint/checkpoints';
import type { HeadsLoss } from './headsLoss';
import type { Pace } from './pace';
import type { RunState } from './runState';
import { type Batch, indicesOf, inPieces, readBatches } from './samples/batches';
import { changedSamples } from './samples/changedSamples';
import type { SampleDraws } from './samples/drawSample';
import { learningRateOf } from './schedule/learningRateOf';
import type { TrainSettings } from './trainOptions';
import type { StepLosses, TrainStep } from './trainStep';
import { validate } from './validate';

/** Everything that a run uses from its first to its last batch. */
export interface Run extends TrainSettings, Pick<SampleDraws, 'classSlices'> {
  readonly model: tf.LayersModel;
  readonly lossOf: HeadsLoss;
  readonly state: RunState;
  readonly step: TrainStep;
  readonly pace: Pace;
  readonly checkpoints: Checkpoints | null;
}

/** Batches between reads of the losses, which progress reports: waiting for each batch stalls GPU backends. */
const batchesPerRead = 10;

/** Trains the rest of the current epoch and validates. Returns false if the signal aborted it. */
export async function trainEpoch(run: Run): Promise<boolean> {
  const { state, model, val, pieceSize } = run;
  if (!(await trainBatches(run))) return false;
  const means = await state.readLosses();
  return state.withKeptWeights(async () => {
    const validation = await validate(model, val, { ...run, batchSize: pieceSize });
    if (!validation) return false;
    const { epoch, seconds, optimizer } = state;
    const record = { epoch, ...means, ...validation, learningRate: optimizer.learningRate, seconds };
    await state.endEpoch(record);
    await run.onEpoch(record);
    return true;
  });
}

/** Steps through the remaining training samples. Returns false if the signal aborted it. */
async function trainBatches(run: Run): Promise<boolean> {
  const { signal, state } = run;
  const samples = changedSamples(state.samplesLeft(), {
    ...run,
    epoch: state.epoch,
    first: state.batch * run.batchSize,
  });
  const pieces = inPieces(indicesOf(samples), run.batchSize, run.pieceSize);
  const reading = readBatches(
    samples,
    pieces.map(({ indices }) => indices),
    run.prefetch,
  );
  if (signal?.aborted) return false;
  let piece = 0;
  let mean: number | null = null;
  for await (const data of reading) {
    const { share, last } = pieces[piece++]!;
    state.meter.add(learn(run, data, share), data.samples.length);
    if (last) {
      moveWeights(run);
      if (state.batch % batchesPerRead === 0) mean = (await state.readLosses()).loss;
      report(run, mean);
      await run.checkpoints?.afterBatch();
    }
    await nextTurn();
    if (last && signal?.aborted) return false;
  }
  return true;
}

/** Adds the gradients of a piece of a batch, augmented first if requested. */
function learn({ step, augmentation, train }: Run, piece: Batch, share: number): StepLosses {
  if (!augmentation) return step.add(piece, share);
  const { x, y } = augmentation.augment(piece, mirroredChannels(train.labels));
  try {
    return step.add({ x, y }, share);
  } finally {
    tf.dispose([x, y]);
  }
}

function moveWeights(run: Run): void {
  const { state, learningRate, decay } = run;
  const { done, all, perEpoch } = stepsOf(run);
  const schedule = { learningRate, decay, steps: all, warmup: Math.round(run.warmup * perEpoch) };
  state.optimizer.learningRate = learningRateOf(schedule, done) ?? state.optimizer.learningRate;
  run.step.apply();
  state.countBatch();
}

function report(run: Run, loss: number | null): void {
  const { epochs, state } = run;
  const { done, all, perEpoch } = stepsOf(run);
  const secondsLeft = run.pace.step(all - done);
  run.onProgress({ epoch: state.epoch, epochs, batch: state.batch, batches: perEpoch, loss, secondsLeft });
}

function stepsOf({ train, batchSize, epochs, state }: Run): { done: number; all: number; perEpoch: number } {
  const perEpoch = Math.ceil(train.length / batchSize);
  return { done: (state.epoch - 1) * perEpoch + state.batch, all: epochs * perEpoch, perEpoch };
}
