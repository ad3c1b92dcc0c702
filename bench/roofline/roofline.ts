import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

import * as tf from '@tensorflow/tfjs';
import { buildMsaUnet, describeModel } from 'msa-unet';

import { pinned, reasonOf } from '../contestant';
import { loadAtStart } from '../load';
import type { ProfileSetup, Profiles } from './child';
import { measurePeaks, type Peaks } from './peaks';
import { rooflineMarkdown } from './report';
import type { LayerWork, Roofline } from './result';

/** What is profiled, and where the result goes. */
export interface RooflineOptions extends Omit<ProfileSetup, 'threads'> {
  /** `null`: one, and one per processor, at most eight. */
  threads: readonly number[] | null;
  busy: boolean;
  json?: string;
  markdown?: string;
}

/** Measures the peaks of this machine and the kernels of MSA-UNet on WASM, and writes both. */
export async function benchRoofline({ threads, busy, json, markdown, ...problem }: RooflineOptions): Promise<void> {
  const load = await loadAtStart(busy);
  await tf.setBackend('cpu'); // for the shapes of the network
  const counts = threads ?? [...new Set([1, Math.min(8, availableParallelism())])];
  const [peaks, profiles]: [Peaks[], Profiles[]] = [[], []];
  for (const count of counts) {
    peaks.push(await measurePeaks(count));
    profiles.push(profileInChild({ ...problem, threads: count }));
  }
  const result: Roofline = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`,
    processors: availableParallelism(),
    command: process.argv.slice(2).join(' '),
    load: { ...load, end: loadavg()[0]! },
    problem,
    layers: layersOf(problem),
    ...{ peaks, profiles },
  };
  const page = rooflineMarkdown(result);
  console.log(page);
  writeFileSync(json ?? 'results/bench/roofline.json', `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(markdown ?? 'results/bench/roofline.md', page);
}

/** Returns the layers of MSA-UNet that multiply, in their order. */
export function layersOf({ baseFilters, size }: { baseFilters: number; size: number }): LayerWork[] {
  const model = buildMsaUnet([size, size, 1], { baseFilters, seed: 1 });
  const { layers } = describeModel(model);
  model.dispose();
  return layers
    .filter(({ multiplyAdds }) => multiplyAdds > 0)
    .map(({ name, outputShapes, multiplyAdds }) => ({ name, shape: outputShapes[0]!, multiplyAdds }));
}

function profileInChild(setup: ProfileSetup): Profiles {
  const script = fileURLToPath(new URL('child.ts', import.meta.url));
  const { stdout, stderr, status, signal } = spawnSync(
    process.execPath,
    [...process.execArgv, script, JSON.stringify(setup)],
    { encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, ...pinned(setup.threads) } },
  );
  const line = stdout.split('\n').find((text) => text.startsWith('{'));
  if (!line) throw new Error(`bench roofline: ${reasonOf(stderr, status, signal)}`);
  return JSON.parse(line);
}
