import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type * as tf from '@tensorflow/tfjs';

import type { SplitRecord } from '../../data/split/splitRecord';
import type { History } from '../../training/history';
import { type RunSettings, type RunSettingsOptions, runSettings } from '../../training/run/runSettings';
import { fileSystem } from '../fileSystem';
import { writeFileAtomic } from '../writeFileAtomic';
import { runFiles } from './runFiles';

/** Options of {@link saveRun}. */
export interface SaveRunOptions extends RunSettingsOptions {
  /** Which scans were trained on, the record of `splitDataSet`. @defaultValue `null` */
  split?: SplitRecord | null;
  /** What `trainSegmentation` returned. @defaultValue `null` */
  history?: History | null;
}

/**
 * Saves a trained model with all that is known of its training, so that `openRun`, `msa-unet evaluate` and `msa-unet predict`
 * need nothing but the folder: `model`, `settings.json`, and with them `split.json` and `history.json`.
 *
 * ```ts
 * const { parts, split, preprocessing, data } = await openTrainingData({ sources: ['LiTS'], size: [256, 256] });
 * const recipe = { epochs: 30, batchSize: 4 };
 * const history = await trainSegmentation(model, { train: parts.train, val: parts.val, ...recipe });
 * await saveRun('runs/liver', model, { preprocessing, data, recipe, split, history });
 * ```
 *
 * Each file is replaced in one step, the model last.
 *
 * @returns the content of `settings.json`
 * @throws RangeError (the promise) if an option is out of range; what Node's file system throws
 */
export async function saveRun(
  folder: string,
  model: tf.LayersModel,
  { split = null, history = null, ...options }: SaveRunOptions,
): Promise<RunSettings> {
  const settings = runSettings(options);
  await mkdir(folder, { recursive: true });
  const write = async (name: string, value: object | null) => {
    const path = join(folder, name);
    if (value === null) return rm(path, { force: true }); // of an earlier run
    await writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
  };
  await write(runFiles.history, history);
  await write(runFiles.split, split);
  await write(runFiles.settings, settings);
  await model.save(fileSystem(join(folder, runFiles.model)));
  return settings;
}
