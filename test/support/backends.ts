import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe } from 'vitest';

import { heapOf, type WasmBackend } from '../../src/kernels/wasm/backend';
import { crewOf } from '../../src/kernels/wasm/threads/crews';
import { type BackendName, useBackend } from '../../src/node/backends/useBackend';

/** The backends that contract tests run on: cpu and wasm, or those that `npm run test:backends` found here. */
const names = (process.env.MSA_UNET_BACKENDS ?? 'cpu,wasm').split(',') as BackendName[];

/**
 * Runs a contract on every backend, and makes it a part of `npm run test:backends`, which looks for this function.
 *
 * Read results with `await tensor.data()`: WebGPU in Node has no `dataSync`. Keep shapes tiny: it may be emulated.
 */
export function forEachBackend(contract: (name: BackendName) => void): void {
  describe.each(names)('on %s', (name) => {
    beforeAll(() => start(name));
    afterAll(() => tf.setBackend('cpu'));
    contract(name);
  });
}

/** Threads of wasm in the contracts, which then share the smallest map. @defaultValue none but the one that tests run on */
const threads = Number(process.env.MSA_UNET_CONTRACT_THREADS ?? 1);

async function start(name: BackendName): Promise<void> {
  await useBackend(name, { log: null, ...(name === 'wasm' && { threads }) });
  if (name === 'wasm' && threads > 1) crewOf(heapOf(tf.backend() as tf.KernelBackend & WasmBackend)!)!.worthwhile = 0;
}

/** What `compute` gives on the cpu backend, to compare with. */
export async function onCpu(compute: () => tf.Tensor): Promise<Float32Array> {
  const before = tf.getBackend();
  await tf.setBackend('cpu');
  const result = tf.tidy(compute);
  const values = Float32Array.from(await result.data());
  result.dispose();
  await tf.setBackend(before);
  return values;
}
