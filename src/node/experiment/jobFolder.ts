import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { packSample, unpackSample } from '../../data/packSample';
import type { Sample } from '../../data/sample';
import type { NetworkResult } from '../../report/networkResult';
import { makeFolder } from '../makeFolder';
import { writeFileAtomic } from '../writeFileAtomic';
import { type Experiment, identity, json, readJson } from './experiment';
import { hashOf } from './hashOf';
import type { Network } from './network';

/** Result of a finished job. */
export interface JobResult extends NetworkResult {
  readonly experiment: Experiment;
  /** Number of slices shown, each with its own file. */
  readonly shown: number;
}

/** Slice to show, with its ground truth in the sample. */
export interface ShownSlice {
  readonly sample: Sample;
  readonly prediction: Uint8Array;
}

/**
 * Returns the folder of a network's job, named by everything that its result depends on: tables share equal jobs, and
 * any difference makes another job.
 */
export function jobFolder(jobs: string, experiment: Experiment, network: Network): string {
  const hash = hashOf([identity(experiment), network]).slice(0, 12);
  return join(jobs, `${network.model}-${hash}`);
}

/** Reads the result of a job; `null` until it is finished, since the file is written last and atomically. */
export function readResult(folder: string): Promise<JobResult | null> {
  return readJson<JobResult>(join(folder, 'result.json'));
}

/** Writes the slices to show, then the result, which marks the job as finished. */
export async function writeResult(
  folder: string,
  result: Omit<JobResult, 'shown'>,
  shown: readonly ShownSlice[],
): Promise<void> {
  await makeFolder(join(folder, 'shown'));
  for (const [i, { sample, prediction }] of shown.entries()) {
    await writeFileAtomic(shownFile(folder, i, 'truth'), packSample(sample));
    await writeFileAtomic(shownFile(folder, i, 'prediction'), packSample({ ...sample, mask: prediction }));
  }
  await writeFileAtomic(join(folder, 'result.json'), json({ ...result, shown: shown.length }));
}

/** Reads the slices that a finished job shows. Throws Error if a file is broken. */
export async function readShown(folder: string, { shown }: JobResult): Promise<ShownSlice[]> {
  const slices: ShownSlice[] = [];
  for (let i = 0; i < shown; i++) {
    const sample = await readSample(shownFile(folder, i, 'truth'));
    slices.push({ sample, prediction: (await readSample(shownFile(folder, i, 'prediction'))).mask });
  }
  return slices;
}

const shownFile = (folder: string, i: number, what: 'truth' | 'prediction') =>
  join(folder, 'shown', `${i + 1}.${what}`);

async function readSample(path: string): Promise<Sample> {
  const sample = unpackSample(new Uint8Array(await readFile(path)));
  if (!sample) throw new Error(`${path} is damaged; delete the folder of its job and run the job again`);
  return sample;
}
