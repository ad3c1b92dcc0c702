import * as tf from '@tensorflow/tfjs';
import { buildMsaUnet } from 'msa-unet';
import { useBackend } from 'msa-unet/node';

import { type Timing, timingOf } from '../statistics';
import { time, workOf } from '../work';
import { groupCalls, type KernelCall, type KernelGroup } from './calls';

/** What is profiled. */
export interface ProfileSetup {
  threads: number;
  baseFilters: number;
  size: number;
  batch: number;
  rounds: number;
}

/** Time of every kernel in a forward pass or a training step. */
export interface Profile {
  /** The whole without the profiler. */
  total: Timing;
  kernels: (Omit<KernelGroup, 'milliseconds'> & { time: Timing })[];
}

/** Profiles of one number of threads. */
export interface Profiles {
  threads: number;
  detail: string;
  versions: Readonly<Record<string, string>>;
  forward: Profile;
  step: Profile;
}

/** Milliseconds, at least. */
const warmUp = 3000;

const { threads, baseFilters, size, batch, rounds } = JSON.parse(process.argv[2]!) as ProfileSetup;
const { detail, versions } = await useBackend('wasm', { log: null, threads });
const model = buildMsaUnet([size, size, 1], { baseFilters, seed: 1 });
const { forward, step } = workOf(model, batch);
const profiles: Profiles = {
  ...{ threads, detail, versions },
  forward: await profileOf(forward),
  step: await profileOf(step),
};
console.log(JSON.stringify(profiles));
process.exit();

/** Rounds with and without the profiler by turns. */
async function profileOf(work: () => Promise<void>): Promise<Profile> {
  const totals: number[] = [];
  const times: KernelGroup[][] = [];
  const start = performance.now();
  for (let run = 0; run < 5 || performance.now() - start < warmUp; run++) await work(); // until all code is compiled
  for (let round = -1; round < rounds; round++) {
    const total = await time(work);
    const groups = groupCalls(await callsOf(work));
    if (round < 0) continue;
    totals.push(total);
    times.push(groups);
  }
  const kernels = times[0]!.map(({ milliseconds: _, ...group }) => {
    const all = times.map((round) =>
      round.find(({ kernel, shape }) => kernel === group.kernel && shape === group.shape),
    );
    return { ...group, time: timing(all.map((found) => found?.milliseconds ?? 0)) };
  });
  return { total: timing(totals), kernels };
}

function timing(walls: number[]): Timing {
  return timingOf(walls.map((wall) => ({ wall, processor: null })));
}

async function callsOf(work: () => Promise<void>): Promise<KernelCall[]> {
  const { kernels } = await tf.profile(async () => {
    await work();
    return [];
  });
  const own = kernels.filter(({ name }) => name !== 'unnamed scope'); // a function with a gradient, around its kernels
  return Promise.all(
    own.map(async ({ name, inputShapes, outputShapes, kernelTimeMs }) => ({
      ...{ name, inputShapes, outputShapes },
      milliseconds: Number(await kernelTimeMs),
    })),
  );
}
