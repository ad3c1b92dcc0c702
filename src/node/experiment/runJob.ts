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

/** Hears of a job's progress, and ends it. */
export interface JobHooks extends Pick<TrainSegmentationOptions, 'signal' | 'onProgress' | 'onEpoch'> {}

/** What a job needs. */
export interface Job extends JobHooks {
  readonly folder: string;
  readonly network: Network;
  readonly experiment: Experiment;
  readonly data: ExperimentData;
  readonly backend: BackendInfo;
}

/**
 * Trains a network, tests it and writes its folder: the run, slices to look at, and last `result.json`. Goes on
 * from the last checkpoint if it was ended before.
 *
 * The job must be claimed: two processes in one folder would spoil each other's files.
 *
 * @throws Error if no epoch ended with a loss; what the signal was aborted with
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
    await rm(checkpointsOf(job.folder), { recursive: true, force: true }); // the result is there
  } finally {
    for (const weight of [...model.weights, ...tested.weights]) weight.dispose();
  }
}

/**
 * The recipe; the same for all networks. The loss is taken from logits, where it is exact: without batch norm and with
 * dropout U-Net begins with logits so large that probabilities round to 0 and 1, from where no gradient leads back.
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
    throw new Error(`${folder}: no epoch ended with a validation loss that is a number; lower the learning rate`);
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
