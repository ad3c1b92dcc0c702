import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { packSample, unpackSample } from '../../data/packSample';
import type { Sample } from '../../data/sample';
import type { NetworkResult } from '../../report/networkResult';
import { writeFileAtomic } from '../writeFileAtomic';
import { type Experiment, identity, json, readJson } from './experiment';
import { hashOf } from './hashOf';
import type { Network } from './network';

/** What a finished job leaves behind. */
export interface JobResult extends NetworkResult {
  readonly experiment: Experiment;
  /** How many slices are shown, each with a file of its own. */
  readonly shown: number;
}

/** A slice to look at: its truth is in the sample. */
export interface ShownSlice {
  readonly sample: Sample;
  readonly prediction: Uint8Array;
}

/**
 * Where the job of a network lies: named after all that its result depends on, so that tables share what they have in
 * common, and what differs in anything is another job.
 */
export function jobFolder(jobs: string, experiment: Experiment, network: Network): string {
  const hash = hashOf([identity(experiment), network]).slice(0, 12);
  return join(jobs, `${network.model}-${hash}`);
}

/** The result of a job; `null` while it is not finished: the file is written last, in one step. */
export function readResult(folder: string): Promise<JobResult | null> {
  return readJson<JobResult>(join(folder, 'result.json'));
}

/** Writes the slices to look at, then the result, by which the job is finished. */
export async function writeResult(
  folder: string,
  result: Omit<JobResult, 'shown'>,
  shown: readonly ShownSlice[],
): Promise<void> {
  await mkdir(join(folder, 'shown'), { recursive: true });
  for (const [i, { sample, prediction }] of shown.entries()) {
    await writeFileAtomic(shownFile(folder, i, 'truth'), packSample(sample));
    await writeFileAtomic(shownFile(folder, i, 'prediction'), packSample({ ...sample, mask: prediction }));
  }
  await writeFileAtomic(join(folder, 'result.json'), json({ ...result, shown: shown.length }));
}

/** The slices that a finished job shows. @throws Error if a file is broken */
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
