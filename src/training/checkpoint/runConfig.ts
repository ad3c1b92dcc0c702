import type * as tf from '@tensorflow/tfjs';

import { changesOn, type SampleChanges } from '../../preprocess/augment/sampleAugmentationOptions';
import { show } from '../../utils/errors';
import { OptionError } from '../../utils/optionError';
import { startOver } from '../startOver';
import type { TrainSettings } from '../trainOptions';
import { modelFingerprint } from './modelFingerprint';
import type { RunConfig } from './savedRun';

/** Collects everything that must match for resuming from a checkpoint; `fingerprints` identify the samples. */
export function runConfig(
  model: tf.LayersModel,
  settings: TrainSettings,
  fingerprints: Readonly<Record<'train' | 'val', string>>,
): RunConfig {
  const { batchSize, accumulate, learningRate, decay, warmup, weightDecay, emaDecay, seed, fromLogits, headWeights } =
    settings;
  const { plateau, earlyStopping, augmentation, sampleChanges, patch, foreground, epochs } = settings;
  return {
    model: modelFingerprint(model),
    ...fingerprints,
    ...{ batchSize, accumulate, learningRate, decay, seed, fromLogits, headWeights },
    plateau: plateau?.options ?? null,
    earlyStopping: earlyStopping?.options ?? null,
    augmentation: augmentation?.options ?? null,
    ...(decay === 'none' ? {} : { epochs }), // without a decay, `epochs` may change: the steps so far are the same
    ...(warmup > 0 ? { warmup } : {}), // this and the next ones are younger than the first checkpoints
    ...(weightDecay > 0 ? { weightDecay } : {}),
    ...(emaDecay === null ? {} : { emaDecay }),
    ...(patch === null ? {} : { patch }),
    ...(foreground > 0 ? { foreground } : {}),
    ...(settings.train.labels ? { labels: settings.train.labels } : {}),
    ...(sampleChanges ? changesConfig(sampleChanges) : {}),
    ...(settings.train.preparation ? { preparation: settings.train.preparation } : {}),
  };
}

/** The changes that are on, each by a name of its own, so that a message names those that differ. */
const changesConfig = (changes: SampleChanges): RunConfig =>
  Object.fromEntries(
    [...changesOn(changes), 'probability' as const].map((name) => [`augmentation.${name}`, changes[name]]),
  );

/**
 * Throws OptionError that names the differences, unless the configurations match. How samples were prepared need not match,
 * as equal samples may come of it; where they differ, the message says so first.
 */
export function requireSameConfig(
  { preparation: savedPreparation, ...saved }: RunConfig,
  { preparation, ...mine }: RunConfig,
  place: string,
): void {
  const differ = differences(saved, mine);
  if (differ.length === 0) return;
  const causes = savedPreparation && preparation ? differences(Object(savedPreparation), Object(preparation)) : [];
  throw new OptionError({
    owner: 'trainSegmentation',
    option: 'checkpoint',
    expected: 'of the same run',
    received: saved,
    problem: `the checkpoint in ${place} is of another run: ${[...causes, ...differ].join('; ')}`,
    fix: [{ action: 'use the options that it was made with' }, { action: 'use another folder' }, startOver],
  });
}

/** Lists what differs: `` `batchSize` was 3 and is 4 ``. */
function differences(saved: RunConfig, mine: RunConfig): string[] {
  const keys = [...new Set([...Object.keys(saved), ...Object.keys(mine)])];
  const text = (value: unknown) => JSON.stringify(value); // `show` cuts long values
  const called = (key: string) => (key === 'model' ? 'the model' : `\`${key}\``); // no option of a run
  return keys
    .filter((key) => text(saved[key]) !== text(mine[key]))
    .map((key) => `${called(key)} was ${show(saved[key])} and is ${show(mine[key])}`);
}
