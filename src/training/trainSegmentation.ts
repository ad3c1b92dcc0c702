import type * as tf from '@tensorflow/tfjs';

import { setModelLabels } from '../data/labels/modelLabels';
import { requireSamples } from '../data/requireSamples';
import { orBackendFailure } from '../kernels/orBackendFailure';
import { requireKnown } from '../utils/check';
import { explainCrash } from '../utils/outOfMemory';
import { Checkpoints } from './checkpoint/checkpoints';
import { runConfig } from './checkpoint/runConfig';
import { findCheckpoint } from './findCheckpoint';
import { type HeadsLoss, headsLoss } from './headsLoss';
import type { History } from './history';
import { Pace } from './pace';
import { requireLabels } from './requireLabels';
import { requireMemory } from './requireMemory';
import { RunState } from './runState';
import { checkSamples, type InputShape } from './samples/checkSamples';
import { inPatches } from './samples/inPatches';
import { requirePatch } from './samples/requirePatch';
import { type Run, trainEpoch } from './trainEpoch';
import { type TrainSegmentationOptions, type TrainSettings, trainOptionNames, trainSettings } from './trainOptions';
import { TrainStep } from './trainStep';

/**
 * Trains a model in place that maps images `[batch, height, width, channels]` to masks of the same size. By default, it
 * follows the paper: Adam on shuffled batches, the learning rate halved when the validation loss stagnates, then early
 * stopping. However the run ends, the model gets the weights of the epoch with the lowest validation loss. Equal seed,
 * weights and backend give equal losses. Options: {@link TrainSegmentationOptions}.
 *
 * Batch norm, DropBlock and weight penalties work as in `model.fit`; the model need not be compiled. Every sample is
 * read once before the first step, which detects invalid masks immediately and fills the cache of
 * {@link prepareSlices}.
 *
 * For a model with several heads, the loss is the mean over the heads in training and validation, and `valScores` are
 * those of their mean.
 *
 * With `checkpoint`, an interrupted run resumes with its next batch when the program is started again, with the losses
 * that it would have had on the same backend. A completed run returns its history, and the model gets its weights.
 *
 * @throws OptionError (the promise) if an option is out of range, a part is empty, a sample is not of the size that the model
 * takes, an image is not finite, a mask is not from 0 to 1, or all masks of `train` are empty; Error if the checkpoint belongs to another run or cannot be written, if WebAssembly's
 * memory is full or known in advance to be too small, if the WebGPU device fails or the WebGL context is lost, or at the first loss that is not
 * finite; the last checkpoint then remains
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, implementation details
 * @example
 * ```ts
 * import { buildUnet, phantomDataSet, prepareSlices, splitDataSet, trainSegmentation } from 'msa-unet';
 *
 * const { parts } = await splitDataSet(phantomDataSet({ patients: 3, slicesPerPatient: 2, size: 32 }));
 * const [train, val] = [prepareSlices(parts.train), prepareSlices(parts.val)];
 * const model = buildUnet([32, 32, 1], { baseFilters: 2, depth: 2, seed: 1 });
 * const { epochs, ended } = await trainSegmentation(model, { train, val, epochs: 2, batchSize: 2 });
 * console.log(epochs.length, ended); // 2 done
 * ```
 */
export async function trainSegmentation(model: tf.LayersModel, options: TrainSegmentationOptions): Promise<History> {
  requireKnown('trainSegmentation', options, { ...trainOptionNames, test: null }); // of parts that are passed whole
  for (const part of ['train', 'val'] as const) requireSamples('trainSegmentation', part, options[part]);
  const settings = trainSettings(options);
  requireLabels(model, settings);
  if (settings.patch) requirePatch(settings.patch, model);
  const lossOf = headsLoss(model, settings);
  await requireMemory(model, settings);
  const release = await settings.checkpoint?.store.claim?.({ signal: settings.signal });
  try {
    return await train(model, settings, lossOf);
  } finally {
    await release?.();
  }
}

async function train(model: tf.LayersModel, settings: TrainSettings, lossOf: HeadsLoss): Promise<History> {
  const { checkpoint } = settings;
  const saved = checkpoint && (await findCheckpoint(checkpoint, model, settings));
  const [, height = null, width = null, channels = null] = model.inputs[0]!.shape;
  const shape: InputShape = [height, width, channels];
  const { fingerprints, classSlices, valSides } = await checkSamples(settings, shape);
  const val = settings.patch ? inPatches(settings.val, valSides, settings.patch) : settings.val;
  if (settings.train.labels) setModelLabels(model, settings.train.labels);
  const state = new RunState(model, settings);
  const step = new TrainStep(model, state.optimizer, lossOf);
  const failed = new AbortController();
  const signal = settings.signal ? AbortSignal.any([settings.signal, failed.signal]) : failed.signal;
  try {
    const mayResume = checkpoint && !signal?.aborted; // after an abort, not all samples have been read
    const config = runConfig(model, settings, fingerprints);
    const checkpoints = mayResume && (await Checkpoints.open(checkpoint, state, { config, saved }));
    await state.start();
    const parts = { val, classSlices, checkpoints: checkpoints || null };
    const run = { ...settings, ...parts, model, lossOf, state, step, pace: new Pace(), signal };
    await orBackendFailure(
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

/**
 * Trains until the run is complete or the signal aborts it; keeps everything done so far, unless the device `failed`.
 */
async function trainEpochs(run: Run, failed: AbortSignal): Promise<void> {
  const { state, checkpoints } = run;
  while (!state.over) {
    if (!(await trainEpoch(run))) return failed.aborted ? undefined : checkpoints?.write();
    await checkpoints?.afterEpoch();
  }
}
