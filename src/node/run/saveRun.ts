import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type * as tf from '@tensorflow/tfjs';

import { modelLabels } from '../../data/labels/modelLabels';
import type { SplitRecord } from '../../data/split/splitRecord';
import type { History } from '../../training/history';
import { parseRunSettings } from '../../training/run/parseRunSettings';
import { type RunSettings, type RunSettingsOptions, runSettings } from '../../training/run/runSettings';
import { invalidOption } from '../../utils/errors';
import { claimFolder } from '../claims/claimFolder';
import { removeLeftovers } from '../claims/temporary';
import { fileSystem } from '../fileSystem';
import { writeFileAtomic } from '../writeFileAtomic';
import { runFiles } from './runFiles';

/** Options of {@link saveRun}. */
export interface SaveRunOptions extends RunSettingsOptions {
  /** The scans of each part: the record of `splitDataSet`. @defaultValue `null` */
  split?: SplitRecord | null;
  /** The result of `trainSegmentation`. @defaultValue `null` */
  history?: History | null;
}

/**
 * Saves a trained model and the record of its training as a run: `model`, `settings.json`, and if given `split.json` and
 * `history.json`. {@link openRun}, `msa-unet evaluate` and `msa-unet predict` need only this folder. Options:
 * {@link SaveRunOptions}.
 *
 * Replaces a run that is in the folder, each file atomically and the model last. If another process works in the folder (`msa-unet train`, another
 * `saveRun`), waits until it has ended, and warns of it on the console.
 *
 * @returns the content of `settings.json`
 * @throws OptionError (the promise) if an option is unknown or out of range; RunFileError if the settings are not valid;
 * errors of the file system
 * @example
 * ```ts no-run
 * import { buildModel, trainSegmentation } from 'msa-unet';
 * import { openTrainingData, saveRun } from 'msa-unet/node';
 *
 * const { parts, split, preprocessing, data } = await openTrainingData({ sources: ['data/LiTS'], size: [256, 256] });
 * const model = buildModel('msaUnet', [256, 256, 1], { baseFilters: 8 });
 * const network = { name: 'msaUnet', options: { baseFilters: 8 } };
 * const recipe = { epochs: 30, batchSize: 4 };
 * const history = await trainSegmentation(model, { train: parts.train, val: parts.val, ...recipe });
 * await saveRun('runs/liver', model, { preprocessing, data, network, recipe, split, history });
 * ```
 */
export async function saveRun(folder: string, model: tf.LayersModel, given: SaveRunOptions): Promise<RunSettings> {
  const { split = null, history = null, ...options } = given ?? {}; // JavaScript may leave them out
  const settings = runSettings({ labels: modelLabels(model), ...options });
  requireModelSize(model, settings.recipe?.patch ?? settings.preprocessing.size);
  parseRunSettings(JSON.stringify(settings)); // refuses what openRun would refuse
  const onHeld = (holder: string) => console.warn(`saveRun: waiting for ${holder}, which works in ${folder}`);
  await claimFolder(folder, () => write(folder, model, { settings, split, history }), { onHeld });
  return settings;
}

/** Throws if slices or patches would have a size that the model does not take. */
function requireModelSize({ inputs }: tf.LayersModel, size: readonly [height: number, width: number] | null): void {
  const sides = inputs[0]!.shape.slice(1, 3);
  if (size === null || sides.every((side, i) => side === null || side === size[i])) return;
  const takes = sides.map((side, i) => side ?? size[i]!);
  throw invalidOption('saveRun', 'preprocessing.size', `[${takes.join(', ')}], which the model takes`, size);
}

interface Content {
  readonly settings: RunSettings;
  readonly split: SplitRecord | null;
  readonly history: History | null;
}

async function write(folder: string, model: tf.LayersModel, { settings, split, history }: Content): Promise<void> {
  await removeLeftovers(folder, (name) => records.includes(name));
  const put = async (name: string, value: object | null) => {
    const path = join(folder, name);
    if (value === null) return rm(path, { force: true }); // of an earlier run
    await writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
  };
  await put(runFiles.history, history);
  await put(runFiles.split, split);
  await put(runFiles.settings, settings);
  await model.save(fileSystem(join(folder, runFiles.model)));
}

const records: readonly string[] = [runFiles.history, runFiles.split, runFiles.settings];
