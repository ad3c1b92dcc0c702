import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { alternatives } from '../../utils/alternatives';
import { runFiles } from './runFiles';

const usual = 'pass the folder of a run or of a saved model';
/** Most runs that a message names. */
const mostRuns = 3;

/** Says what lies at a path in place of a saved model, and which path to pass. */
export async function whyNoModel(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (!found) return `${path} does not exist; ${usual}`;
  if (isRecord(path)) return `${path} records a run and is not a network; pass the folder of the run, ${dirname(path)}`;
  if (found.isFile()) return `${path} is not a saved model; ${usual}`;
  const names = await readdir(path);
  const isModel = await Promise.all(names.map((name) => holdsModel(join(path, name))));
  const runs = names.filter((_, i) => isModel[i]).sort();
  if (runs.length > 0) {
    const shown = runs.slice(0, mostRuns).map((name) => join(path, name));
    const more = runs.length - shown.length;
    return `${path} holds folders of runs; pass ${alternatives(more > 0 ? [...shown, `${more} more`] : shown)}`;
  }
  if (names.includes(runFiles.checkpoint))
    return `${path} holds the checkpoints of a run that has not saved a network yet; continue the run to its end`;
  return `${path} contains no model.json; ${usual}`;
}

/** Whether a file is one that a run saves beside its model. */
export const isRecord = (path: string): boolean =>
  [runFiles.settings, runFiles.split, runFiles.history].some((name) => name === basename(path));

async function holdsModel(folder: string): Promise<boolean> {
  for (const file of [join(folder, 'model.json'), join(folder, runFiles.model, 'model.json')])
    if (await stat(file).catch(() => null)) return true;
  return false;
}
