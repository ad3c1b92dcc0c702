import { availableParallelism } from 'node:os';

import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { heapOf, type WasmBackend } from '../../../src/kernels/wasm/backend';
import { crewOf } from '../../../src/kernels/wasm/threads/crews';
import { type BackendInfo, useBackend } from '../../../src/node/backends/useBackend';
import { runFresh } from '../../support/freshProcess';
import { stepOnThreads } from '../../support/stepOnThreads';

let info: BackendInfo | undefined;
const start = async (threads?: number) => {
  info = await useBackend('wasm', { log: null, threads });
  return info;
};
afterEach(() => {
  info?.dispose();
  const factory = tf.findBackendFactory('wasm');
  if (!('wasm' in tf.engine().registryFactory)) return;
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', factory);
});

const backend = () => tf.backend() as tf.KernelBackend & WasmBackend;

describe('useBackend wasm with threads', () => {
  it('says how many there are', async () => {
    expect((await start(3)).detail).toBe('SIMD, 3 threads');
    expect(crewOf(heapOf(backend())!)!.threads).toBe(3);
  });

  it('takes as many as there are processors, unless the environment says otherwise', async () => {
    vi.stubEnv('MSA_UNET_THREADS', '');
    await start();
    expect(info!.detail).toMatch(`SIMD, ${Math.min(8, availableParallelism())} thread`);
    info!.dispose();
    vi.stubEnv('MSA_UNET_THREADS', '3');
    expect((await start()).detail).toBe('SIMD, 3 threads');
    vi.unstubAllEnvs();
  });

  it('gives the same numbers to the bit on 1, 2 and 4 threads', async () => {
    const results: Float32Array[][] = [];
    for (const threads of [4, 2, 1]) {
      expect((await start(threads)).detail).toBe(`SIMD, ${threads} ${threads === 1 ? 'thread' : 'threads'}`);
      results.push(stepOnThreads());
      info!.dispose();
    }
    expect(results[0]!.length).toBeGreaterThan(10);
    expect(results[0]).toEqual(results[2]);
    expect(results[1]).toEqual(results[2]);
  });

  it('starts and ends fifty times, and leaves no worker', async () => {
    for (let i = 0; i < 50; i++) {
      await start(3);
      const a = tf.ones([64, 64]);
      expect(a.sum().dataSync()).toEqual(Float32Array.of(4096));
      info!.dispose();
    }
    const workers = () => process.getActiveResourcesInfo().filter((name) => /worker/i.test(name));
    await expect.poll(workers).toEqual([]);
  });

  it('lets the program end by itself', async () => {
    expect(await runFresh('threadedProduct.ts', [])).toBe(String(4 * 256 * 256 * 8));
  });

  it('leaves the global Worker as it was', async () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
    await start(2);
    expect(Object.getOwnPropertyDescriptor(globalThis, 'Worker')).toEqual(before);
  });

  it('is kept when no number is asked for, and does not change while tensors live on it', async () => {
    await start(2);
    expect((await useBackend('wasm', { log: null })).detail).toBe('SIMD, 2 threads');
    await expect(useBackend('wasm', { log: null, threads: 4 })).rejects.toThrow(
      new Error(
        'useBackend: "wasm" cannot be used here: it runs with 2 threads already, not with 4; ask for them at the start.',
      ),
    );
  });

  it('ends once: what was started since lives on', async () => {
    const { dispose } = await start(2);
    dispose();
    await start();
    dispose();
    expect(tf.getBackend()).toBe('wasm');
  });

  it.each([0, 1.5, 9])('does not start %d threads', async (threads) => {
    await expect(useBackend('wasm', { threads })).rejects.toThrow(
      new RangeError(`useBackend: \`threads\` must be an integer from 1 to 8; received ${threads}`),
    );
  });
});
