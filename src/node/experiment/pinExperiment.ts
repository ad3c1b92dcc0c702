import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { paperTables } from '../../report/paperTables';
import { removeLeftovers } from '../claims/temporary';
import { hasCode } from '../hasCode';
import { makeFolder } from '../makeFolder';
import { runFiles } from '../run/runFiles';
import { writeFileAtomic } from '../writeFileAtomic';
import { type Experiment, experimentFile, json, readExperiment, requireSame } from './experiment';
import { jobFolder } from './jobFolder';
import { jobsBeside } from './jobsBeside';
import { networkOf } from './network';

/**
 * Assigns a folder to this experiment, or checks that it belongs to it. An experiment that failed before the first step
 * of its first job leaves the folder free.
 *
 * @throws OptionError if the folder belongs to another experiment; the message names the differences
 */
export async function pinExperiment(folder: string, experiment: Experiment): Promise<void> {
  await makeFolder(folder);
  const there = await readExperiment(folder);
  if (!there || (await isUnused(folder, there))) return writeFileAtomic(join(folder, experimentFile), json(experiment));
  requireSame(folder, there, experiment);
}

/** Whether a folder holds no results, and no job of its experiment runs or has saved anything. */
async function isUnused(folder: string, { settings, ...experiment }: Experiment): Promise<boolean> {
  const results = (await filesIn(folder)).filter((name) => name !== experimentFile && name !== runFiles.split);
  if (results.length > 0) return false;
  const rows = Object.values(paperTables).flatMap((table) => table.rows);
  for (const model of new Set(rows.map((row) => row.model))) {
    const job = jobFolder(jobsBeside(folder), { settings, ...experiment }, networkOf(model, settings));
    if ((await filesIn(job)).length > 0) return false;
  }
  return true;
}

/** Names of files and folders that no crash has left behind; none if the folder is missing. */
async function filesIn(folder: string): Promise<string[]> {
  await removeLeftovers(folder);
  return readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
}
