import { readFileSync } from 'node:fs';

import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { type BackendInfo, useBackend } from '../../../src/browser/backends/useBackend';
import { stepOnThreads } from '../../support/stepOnThreads';
import { StandInWorker } from './standInWorker';

const binary = readFileSync('node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm');

vi.mock('../../../src/browser/backends/sideFiles/tfjsWasmBinary', () => ({ binary: new Uint8Array(binary) }));

const started: BackendInfo[] = [];
const start = async (threads?: number | null) => {
  const info = await useBackend('wasm', { log: null, ...(threads !== undefined && { threads }) });
  started.push(info);
  return info;
};

let page: EventTarget;
beforeEach(() => {
  page = new EventTarget();
  for (const name of ['addEventListener', 'removeEventListener'] as const) vi.stubGlobal(name, page[name].bind(page));
  vi.stubGlobal('crossOriginIsolated', true);
  vi.stubGlobal('Worker', StandInWorker);
  vi.stubGlobal('navigator', { userAgent: 'test', hardwareConcurrency: 3 });
});
afterEach(async () => {
  for (const { dispose } of started.splice(0)) dispose();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await tf.setBackend('cpu');
  if (tf.findBackendFactory('wasm')) tf.removeBackend('wasm');
  await expect.poll(() => StandInWorker.running.size).toBe(0);
});

describe('wasm on an isolated page', () => {
  it('takes as many threads as there are processors, at most eight', async () => {
    const info = await start();
    expect(info.detail).toBe('SIMD, 3 threads');
    expect(StandInWorker.running.size).toBe(2);
    info.dispose();
    vi.stubGlobal('navigator', { userAgent: 'test', hardwareConcurrency: 64 });
    expect((await start(null)).detail).toBe('SIMD, 8 threads');
  });

  it('gives the same numbers to the bit on 1 and 2 threads', async () => {
    const results: Float32Array[][] = [];
    for (const threads of [2, 1]) {
      const { detail, dispose } = await start(threads);
      expect(detail).toBe(threads === 2 ? 'SIMD, 2 threads' : 'SIMD, 1 thread');
      results.push(stepOnThreads());
      dispose();
      await tf.setBackend('cpu');
      if (tf.findBackendFactory('wasm')) tf.removeBackend('wasm');
    }
    expect(results[0]!.length).toBeGreaterThan(10);
    expect(results[0]).toEqual(results[1]);
  });

  it('starts no worker for one thread, or on one processor', async () => {
    vi.stubGlobal('Worker', vi.fn());
    expect((await start(1)).detail).toBe('SIMD, 1 thread');
    tf.removeBackend('wasm');
    vi.stubGlobal('navigator', { userAgent: 'test' });
    expect((await start()).detail).toBe('SIMD, 1 thread');
    expect(Worker).not.toHaveBeenCalled();
  });

  it('ends its workers, and starts again', async () => {
    const first = await start(3);
    first.dispose();
    expect(tf.getBackend()).not.toBe('wasm');
    await expect.poll(() => StandInWorker.running.size).toBe(0);
    expect((await start(2)).detail).toBe('SIMD, 2 threads');
    first.dispose(); // what was started since lives on
    expect(tf.ones([4]).sum().dataSync()).toEqual(Float32Array.of(4));
    expect(StandInWorker.running.size).toBe(1);
  });

  it('starts once where two calls overlap', async () => {
    const [one, two] = await Promise.all([start(3), start(3)]);
    expect([one.detail, two.detail]).toEqual(['SIMD, 3 threads', 'SIMD, 3 threads']);
    expect(StandInWorker.running.size).toBe(2);
  });

  it('keeps its threads while tensors live on it', async () => {
    await start(2);
    expect((await start()).detail).toBe('SIMD, 2 threads');
    await expect(start(4)).rejects.toThrow(
      new Error(
        'useBackend: "wasm" cannot be used here: it runs with 2 threads already, not with 4; ask for them at the start.',
      ),
    );
  });
});

/** A worker that the browser does not start. */
const refused = (refuse: (worker: StandInWorker) => void) =>
  class {
    onerror: StandInWorker['onerror'] = null;
    postMessage = () => setTimeout(() => refuse(this as object as StandInWorker));
    terminate = () => {};
  };

const violation = () => Object.assign(new Event('securitypolicyviolation'), { blockedURI: 'blob' });

describe('wasm says why it has one thread', () => {
  it.each<[string, () => void]>([
    ['the page is not cross-origin isolated', () => vi.stubGlobal('crossOriginIsolated', false)],
    ['no worker can be started here', () => vi.stubGlobal('Worker', undefined)],
    [
      "the page's Content-Security-Policy forbids workers from blob: URLs",
      () => {
        const refuse = ({ onerror }: StandInWorker) => {
          page.dispatchEvent(violation());
          onerror!({ type: 'error' });
        };
        vi.stubGlobal('Worker', refused(refuse));
      },
    ],
    [
      'a worker did not start: out of memory',
      () =>
        vi.stubGlobal(
          'Worker',
          refused(({ onerror }) => onerror!({ type: 'error', message: 'out of memory' })),
        ),
    ],
    [
      'a worker did not start',
      () =>
        vi.stubGlobal(
          'Worker',
          refused(({ onerror }) => onerror!({ type: 'error' })),
        ),
    ],
    [
      'could not allocate memory',
      () => vi.spyOn(WebAssembly, 'instantiate').mockRejectedValueOnce(new RangeError('could not allocate memory')),
    ],
  ])('%s', async (reason, arrange) => {
    arrange();
    expect((await start()).detail).toBe(`SIMD, 1 thread: ${reason}`);
    expect(tf.ones([4]).sum().dataSync()).toEqual(Float32Array.of(4));
    expect((await start(4)).detail).toBe(`SIMD, 1 thread: ${reason}`); // no error: it could not have them
  });

  it('leaves none behind when the second worker does not start', async () => {
    let count = 0;
    vi.stubGlobal(
      'Worker',
      class extends StandInWorker {
        constructor(url: string) {
          if (count++ === 1) throw new Error('too many workers');
          super(url);
        }
      },
    );
    expect((await start()).detail).toBe('SIMD, 1 thread: too many workers');
    await expect.poll(() => StandInWorker.running.size).toBe(0);
  });
});
