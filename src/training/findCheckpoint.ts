import type * as tf from '@tensorflow/tfjs';

import type { CheckpointOptions } from './checkpoint/checkpointStore';
import { unpackRun } from './checkpoint/packRun';
import { requireSameConfig, runConfig } from './checkpoint/runConfig';
import type { SavedRun } from './checkpoint/savedRun';
import { isOver } from './runState';
import type { Fingerprints } from './samples/checkSamples';
import type { TrainSettings } from './trainOptions';

/**
 * The checkpoint that a run goes on from; `null` if it begins anew. To be called before the samples are read, which may take
 * long: they alone are not compared yet.
 *
 * @throws Error if the checkpoint is of a run with other settings or of another model, or the store cannot be written
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

/** What the checkpoint knows of its samples. */
const samplesOf = ({ config: { train, val } }: SavedRun) => ({ train, val }) as Fingerprints;

/** Bytes of a checkpoint, about: four numbers per weight, as two are the optimizer's. */
const checkpointBytes = (model: tf.LayersModel) => 16 * model.countParams() + 10_000;
