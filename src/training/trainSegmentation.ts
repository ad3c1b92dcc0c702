import type * as tf from '@tensorflow/tfjs';

import { orDeviceFailure } from '../utils/deviceFailure';
import { explainCrash } from '../utils/outOfMemory';
import { Checkpoints } from './checkpoint/checkpoints';
import { runConfig } from './checkpoint/runConfig';
import { headsLoss } from './headsLoss';
import type { History } from './history';
import { Pace } from './pace';
import { requireMemory } from './requireMemory';
import { RunState } from './runState';
import { checkSamples } from './samples/checkSamples';
import { type Run, trainEpoch } from './trainEpoch';
import { type TrainSegmentationOptions, trainSettings } from './trainOptions';
import { TrainStep } from './trainStep';

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
 * With `checkpoint`, a run that was interrupted goes on with its next batch when the program is started again, and its
 * losses are those that it would have had, on the same backend; a run that has ended returns its history, and the model
 * gets its weights.
 *
 * @throws RangeError (the promise) if an option is not legal, a part is empty, a mask is not from 0 to 1, or all of `train` are
 * empty; Error if the checkpoint is of another run, if it cannot be written, if WebAssembly's memory is full or known
 * beforehand to be too small, and if the graphics card of WebGPU fails; the last checkpoint then stays as it is
 */
export async function trainSegmentation(model: tf.LayersModel, options: TrainSegmentationOptions): Promise<History> {
  const settings = trainSettings(options);
  const lossOf = headsLoss(model, settings);
  await requireMemory(model, settings.train, settings.pieceSize);
  const fingerprints = await checkSamples(settings);
  const state = new RunState(model, settings);
  const step = new TrainStep(model, state.optimizer, lossOf);
  const { checkpoint } = settings;
  const failed = new AbortController();
  const signal = settings.signal ? AbortSignal.any([settings.signal, failed.signal]) : failed.signal;
  try {
    const mayResume = checkpoint && !signal?.aborted; // else not all samples have been seen
    const checkpoints =
      mayResume && (await Checkpoints.open(checkpoint, state, runConfig(model, settings, fingerprints)));
    const run = { ...settings, model, lossOf, state, step, pace: new Pace(), checkpoints: checkpoints || null, signal };
    await orDeviceFailure(
      () => trainEpochs(run, failed.signal),
      () => failed.abort(),
    );
    return state.history;
  } catch (error) {
    throw explainCrash(error);
  } finally {
    step.dispose();
    state.end();
  }
}

/** Trains until the run is over or the signal comes; then all that was done is kept, unless the device `failed`. */
async function trainEpochs(run: Run, failed: AbortSignal): Promise<void> {
  const { state, checkpoints } = run;
  while (!state.over) {
    if (!(await trainEpoch(run))) return failed.aborted ? undefined : checkpoints?.write();
    await checkpoints?.afterEpoch();
  }
}
