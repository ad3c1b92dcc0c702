import { spawnSync } from 'node:child_process';

import { Problem } from './problem';
import type { TfjsNodePackage } from './tfjsNodePackage';

/** Facts about the new binding. */
export interface CheckedBinding {
  version: string;
  device: 'CPU' | 'GPU';
  gflops: number;
}

/** Runs in its own process, which the loaded libraries may end. The shims are those of `useBackend`. */
const script = `
const util = require('node:util');
util.isNullOrUndefined ??= (value) => value == null;
util.isArray ??= Array.isArray;
const tf = require(process.argv[1]);
const n = 1024;
const a = tf.range(0, n * n).reshape([n, n]).mod(7);
const identity = tf.eye(n);
const seconds = [1, 2, 3].map(() => {
  const start = performance.now();
  if (tf.matMul(a, identity).notEqual(a).any().dataSync()[0]) throw new Error('a matrix product is wrong');
  return (performance.now() - start) / 1000;
});
const { binding, isUsingGpuDevice } = tf.backend();
const gflops = Math.round((2 * n ** 3) / Math.min(...seconds) / 1e9);
console.log(JSON.stringify({ version: binding.TF_Version, device: isUsingGpuDevice ? 'GPU' : 'CPU', gflops }));`;

/** @throws Problem if the package does not load or multiplies matrices wrongly */
export function checkBinding({ folder }: TfjsNodePackage, project: string): CheckedBinding {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', script, folder], {
    cwd: project,
    encoding: 'utf8',
    env: { TF_CPP_MIN_LOG_LEVEL: '2', ...process.env },
  });
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1)!) as CheckedBinding;
  const reason = stderr.split('\n').find((line) => /^\w*Error:/.test(line)) ?? `it ended with ${signal ?? status}`;
  throw new Problem(`the new binding does not work, so the previous one was restored: ${reason}`);
}
