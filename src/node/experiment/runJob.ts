import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type * as tf from '@tensorflow/tfjs';

import { averageHeads } from '../../models/averageHeads';
import { describeModel } from '../../models/describeModel';
import { mainPrediction } from '../../report/mainPrediction';
import type { NetworkCost, RunFacts } from '../../report/networkResult';
import type { History } from '../../training/history';
import type { TrainSegmentationOptions } from '../../training/trainOptions';
import { trainSegmentation } from '../../training/trainSegmentation';
import { libraryVersion } from '../../utils/libraryVersion';
import type { BackendInfo } from '../backends/useBackend';
import { checkpointFolder } from '../checkpointFolder';
import { saveRun } from '../run/saveRun';
import type { Experiment } from './experiment';
import type { ExperimentData } from './experimentData';
import { writeResult } from './jobFolder';
import { buildNetwork, type Network } from './network';
import type { TableSettings } from './presets';
import { testNetwork } from './testNetwork';

/** Callbacks for a job's progress, and a signal to abort it. */
export interface JobHooks extends Pick<TrainSegmentationOptions, 'signal' | 'onProgress' | 'onEpoch'> {}

/** Options of {@link runJob}. */
export interface Job extends JobHooks {
  readonly folder: string;
  readonly network: Network;
  readonly experiment: Experiment;
  readonly data: ExperimentData;
  readonly backend: BackendInfo;
}

/**
 * Trains and tests a network and writes its folder: the run, slices to show, and last `result.json`. Resumes from the
 * last checkpoint of an interrupted job.
 *
 * The job must be claimed: two processes in one folder would corrupt each other's files.
 *
 * @throws Error if no epoch ended with a loss; the signal's reason after an abort
 */
export async function runJob(job: Job): Promise<void> {
  const { network, experiment } = job;
  const model = buildNetwork(network, experiment.settings, 'linear');
  const tested = buildNetwork(network, experiment.settings);
  try {
    const history = await train(model, job);
    tested.setWeights(model.getWeights());
    const trained = tested.outputs.length > 1 ? averageHeads(tested) : tested; // deep supervision: the accurate mode
    await saveRun(job.folder, trained, {
      ...job.data.recorded,
      ...{ history, fromLogits: false },
      network: { name: network.model, options: network.options },
      recipe: recipeOf(experiment.settings),
      backend: job.backend,
    });
    const started = performance.now();
    const { scores, baseline, shown } = await testNetwork(
      trained,
      job.data,
      mainPrediction(experiment.settings),
      job.signal,
    );
    const run = runFacts(job, history, (performance.now() - started) / 1000);
    await writeResult(
      job.folder,
      { experiment, network: { ...network }, cost: costOf(model), history, scores, baseline, run },
      shown,
    );
    await rm(checkpointsOf(job.folder), { recursive: true, force: true }); // no longer needed
  } finally {
    for (const weight of [...model.weights, ...tested.weights]) weight.dispose();
  }
}

/**
 * Trains with the recipe that all networks share. The loss is computed from logits, where it is exact: without batch
 * norm and with dropout, a U-Net starts with logits so large that probabilities round to 0 and 1, where the gradient
 * vanishes.
 */
async function train(model: tf.LayersModel, { experiment, data, folder, ...hooks }: Job): Promise<History> {
  const history = await trainSegmentation(model, {
    train: data.train,
    val: data.val,
    ...recipeOf(experiment.settings),
    checkpoint: { store: checkpointFolder(checkpointsOf(folder)) },
    signal: hooks.signal,
    onProgress: hooks.onProgress,
    onEpoch: hooks.onEpoch,
  });
  hooks.signal?.throwIfAborted();
  if (history.bestEpoch === null)
    throw new Error(`${folder}: no epoch ended with a finite validation loss; lower the learning rate`);
  return history;
}

function recipeOf({ epochs, batchSize, accumulate, learningRate, decay, augment, seed }: TableSettings) {
  const augmentation = augment ? {} : null;
  return { epochs, batchSize, accumulate, learningRate, decay, augmentation, seed, fromLogits: true };
}

const checkpointsOf = (folder: string) => join(folder, 'checkpoint');

function costOf(model: tf.LayersModel): NetworkCost {
  const { trainable, nonTrainable, gigaMacs } = describeModel(model);
  return { trainable, nonTrainable, gigaMacs };
}

function runFacts({ backend: { name, detail, versions } }: Job, { epochs }: History, testing: number): RunFacts {
  return {
    backend: name,
    detail,
    versions: { 'msa-unet': libraryVersion, ...versions },
    finished: new Date().toISOString(),
    seconds: { training: epochs.reduce((sum, { seconds }) => sum + seconds, 0), testing },
  };
}
