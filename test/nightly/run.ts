// Runs what takes long and hardly ever fails; CONTRIBUTING.md lists it. Names of parts, or their starts, choose among them.
import { spawnSync } from 'node:child_process';

interface Part {
  readonly about: string;
  readonly command: readonly string[];
  readonly env?: Record<string, string>;
}

const vitest = ['node_modules/vitest/vitest.mjs', 'run'];
const program = (path: string) => ['--import', 'tsx', path];

/** Contracts whose smallest maps are shared by threads too. */
const onThreads = (threads: number) => ({
  command: [...vitest, '--testNamePattern=^on wasm '],
  env: { MSA_UNET_BACKENDS: 'wasm', MSA_UNET_CONTRACT_THREADS: String(threads) },
});

const parts: Record<string, Part> = {
  tests: { about: 'all tests, slow ones too', command: vitest },
  backends: { about: 'all contracts on all backends, emulated GPUs too', command: program('test/backends/run.ts') },
  twoThreads: { about: 'all contracts on two threads of wasm', ...onThreads(2) },
  fourThreads: { about: 'all contracts on four threads of wasm', ...onThreads(4) },
  package: { about: 'pages by every bundler, isolated and ordinary ones', command: program('test/package/run.ts') },
  kills: {
    about: '300 kills of a training, 150 of one with labels',
    command: [...vitest, 'test/node/killedTraining.test.ts'],
    env: { MSA_UNET_KILLS: '300' },
  },
  tensorflowKills: {
    about: '50 kills of a training on tfjs-node, 25 of one with labels',
    command: [...vitest, 'test/node/killedTraining.test.ts'],
    env: { MSA_UNET_KILLS: '50', MSA_UNET_KILLS_BACKEND: 'tensorflow' },
  },
  shardKills: {
    about: '300 kills of processes that share the scans of a prediction',
    command: [...vitest, 'test/cli/killedPredictions.test.ts'],
    env: { MSA_UNET_SHARD_KILLS: '300' },
  },
  crashes: {
    about: 'a failure at every operation on files, and 20 times two trainings at once',
    command: [...vitest, 'test/node/everyOperation.test.ts'],
    env: { MSA_UNET_OPERATIONS: 'all', MSA_UNET_INTERLEAVINGS: '20' },
  },
  site: { about: 'every page of the site in Chromium, with axe', command: program('test/site/run.ts') },
  fuzz: { about: '10,000 broken files for every reader', command: [...program('test/fuzz/run.ts'), '10000'] },
};

const starts = process.argv.slice(2);
const chosen = Object.entries(parts).filter(
  ([name]) => starts.length === 0 || starts.some((start) => name.startsWith(start)),
);
if (chosen.length === 0) throw new Error(`no part is called ${starts.join(', ')}: ${Object.keys(parts).join(', ')}`);

const failed: string[] = [];
for (const [name, { about, command, env = {} }] of chosen) {
  const start = performance.now();
  console.log(`\n=== ${name}: ${about}`);
  const { status } = spawnSync(process.execPath, command, {
    env: { ...process.env, MSA_UNET_NIGHTLY: '1', ...env },
    stdio: 'inherit',
  });
  if (status !== 0) failed.push(name);
  console.log(`=== ${name}: ${Math.round((performance.now() - start) / 1000)} s`);
}
for (const name of failed) console.log(`FAILED: ${name}`);
console.log(`nightly: ${chosen.length - failed.length} parts passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
