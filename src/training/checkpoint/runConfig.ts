import type * as tf from '@tensorflow/tfjs';

import { show } from '../../utils/errors';
import type { TrainSettings } from '../trainOptions';
import { modelFingerprint } from './modelFingerprint';
import type { RunConfig } from './savedRun';

/** What a run must be equal in to go on from a checkpoint; `fingerprints` tell the samples apart. */
export function runConfig(
  model: tf.LayersModel,
  settings: TrainSettings,
  fingerprints: Readonly<Record<'train' | 'val', string>>,
): RunConfig {
  const { batchSize, accumulate, learningRate, decay, seed, fromLogits, headWeights } = settings;
  const { plateau, earlyStopping, augmentation, epochs } = settings;
  return {
    model: modelFingerprint(model),
    ...fingerprints,
    ...{ batchSize, accumulate, learningRate, decay, seed, fromLogits, headWeights },
    plateau: plateau?.options ?? null,
    earlyStopping: earlyStopping?.options ?? null,
    augmentation: augmentation?.options ?? null,
    ...(decay === 'cosine' ? { epochs } : {}), // else they may be changed: the steps so far are the same
  };
}

/** @throws Error that names what differs */
export function requireSameConfig(saved: RunConfig, mine: RunConfig, place: string): void {
  const keys = [...new Set([...Object.keys(saved), ...Object.keys(mine)])];
  const differ = keys.filter((key) => show(saved[key]) !== show(mine[key]));
  if (differ.length === 0) return;
  const list = differ.map((key) => `\`${key}\` was ${show(saved[key])} and is ${show(mine[key])}`).join('; ');
  throw new Error(
    `trainSegmentation: the checkpoint in ${place} is of another run: ${list}. Go on with what it was made with, take ` +
      'another store, or pass `resume: false` to begin anew and replace it',
  );
}
