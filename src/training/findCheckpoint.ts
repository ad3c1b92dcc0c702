import type * as tf from '@tensorflow/tfjs';

import type { CheckpointOptions } from './checkpoint/checkpointStore';
import { unpackRun } from './checkpoint/packRun';
import { requireSameConfig, runConfig } from './checkpoint/runConfig';
import type { SavedRun } from './checkpoint/savedRun';
import { isOver } from './runState';
import type { CheckedSamples } from './samples/checkSamples';
import type { TrainSettings } from './trainOptions';

/**
 * Finds the checkpoint that a run resumes from; `null` if the run starts from the beginning. Runs before the samples are
 * read, which can take long, so samples are not compared yet.
 *
 * @throws OptionError if the checkpoint is of a run with other settings or of another model; Error if the store cannot
 * be written
 */
export async function findCheckpoint(
  { store, resume }: Required<CheckpointOptions>,
  model: tf.LayersModel,
  settings: TrainSettings,
): Promise<SavedRun | null> {
  const packed = resume ? await store.read() : null;
  const saved = packed && unpackRun(packed);
  if (saved) requireSameConfig(saved.config, runConfig(model, settings, samplesOf(saved)), store.name ?? 'the store');
  if (!saved || !isOver(saved.progress, settings)) await store.prepare?.(checkpointBytes(model));
  return saved;
}

/** The fingerprints of the samples, as saved in the checkpoint. */
const samplesOf = ({ config: { train, val } }: SavedRun) => ({ train, val }) as CheckedSamples['fingerprints'];

/** Estimates the bytes of a checkpoint: four numbers per weight, two of them the optimizer's. */
const checkpointBytes = (model: tf.LayersModel) => 16 * model.countParams() + 10_000;
