import { readFileSync } from 'node:fs';

import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { type BackendName, useBackend } from '../../../src/browser/backends/useBackend';
import { llvmpipe, nvidia, registers, swiftShader } from '../../support/backendPackages';

const binary = readFileSync('node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm');

vi.mock('../../../src/browser/backends/sideFiles/tfjsWasmBinary', () => ({ binary: new Uint8Array(binary) }));
vi.mock('../../../src/browser/backends/sideFiles/tfjsWebgpu', () => {
  registers('webgpu', { device })();
  return { version: '4.22.0' };
});

const quiet = { log: null };
const copyThem = 'Copy node_modules/@tensorflow/tfjs-backend-wasm/dist/*.wasm there, or leave `wasmPath` out.';
const wasmUrl = 'https://hospital.example/app/wasm/tfjs-backend-wasm-simd.wasm';
const device = { destroy: vi.fn(), lost: new Promise(() => undefined), addEventListener: vi.fn() };
const nodeListeners = ['uncaughtException', 'unhandledRejection'].map(
  (event) => [event, new Set(process.rawListeners(event))] as const,
);

/** Gives the browser a GPU with this adapter, or none. */
const offer = (info: object | null) =>
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => info && { info } }, userAgent: 'test' });

/** Gives the browser a WebGL with this renderer. */
function offerWebgl(renderer: string, { float32 = true }: { float32?: boolean } = {}): void {
  const gl = { RENDERER: 1, getParameter: () => renderer, getExtension: () => null };
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => gl;
    },
  );
  const flags = { WEBGL_VERSION: 2, WEBGL_RENDER_FLOAT32_CAPABLE: float32, WEBGL_DOWNLOAD_FLOAT_ENABLED: float32 };
  for (const [flag, value] of Object.entries(flags)) tf.env().set(flag, value);
}

/** Registers a WebGL backend whose one program squares, and rounds. */
function registerWebgl(round: (value: number) => number): void {
  const squared = (_: object, [{ dataId, shape }]: [tf.TensorInfo]) => {
    const backend = tf.backend() as tf.KernelBackend & { makeTensorInfo(...parts: unknown[]): tf.TensorInfo };
    const values = backend.readSync(dataId) as Float32Array;
    return backend.makeTensorInfo(
      shape,
      'float32',
      values.map((value) => round(value ** 2)),
    );
  };
  const gpgpu = { gl: { canvas: new EventTarget(), isContextLost: () => false } };
  registers('webgl', { gpgpu, runWebGLProgram: squared, shouldExecuteOnCPU: () => false })();
}

/** Answers all requests, and notes their URLs. */
function answer(response: () => Response): string[] {
  const urls: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    urls.push(url);
    return response();
  });
  return urls;
}

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('location', { href: 'https://hospital.example/app/index.html' });
  vi.stubGlobal('navigator', { userAgent: 'test' });
  tf.env().set('WEBGL_VERSION', 0);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  tf.env().reset();
  await tf.setBackend('cpu');
  for (const name of ['wasm', 'webgl']) if (tf.findBackendFactory(name)) tf.removeBackend(name);
  for (const [event, before] of nodeListeners)
    for (const listener of process.rawListeners(event))
      if (!before.has(listener)) process.removeListener(event, listener as () => void);
});

describe('useBackend in a browser', () => {
  it.each(['wasm', 'cpu'] as const)('makes %s current and computes on it', async (name) => {
    const info = await useBackend(name, quiet);
    expect(tf.getBackend()).toBe(name);
    expect(info).toMatchObject({ name, reason: 'as asked' });
    expect(tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).arraySync())).toEqual([
      [3, 3],
      [3, 3],
    ]);
  });

  it('says in one line what it chose, to the console unless told otherwise', async () => {
    const info = vi.spyOn(console, 'info').mockReturnValue(undefined);
    await useBackend('wasm');
    expect(info.mock.calls).toEqual([['backend wasm (SIMD, 1 thread), as asked']]);
    const log = vi.fn();
    await useBackend('cpu', { log });
    expect(log.mock.calls).toEqual([['backend cpu (plain JavaScript), as asked']]);
  });

  it('gives the versions it runs on', async () => {
    const { versions } = await useBackend('wasm', quiet);
    const version = tf.version.tfjs;
    expect(versions).toEqual({ '@tensorflow/tfjs': version, '@tensorflow/tfjs-backend-wasm': version });
  });

  it.each([
    [
      'tensorflow',
      {},
      '`name` must be auto, webgpu, webgl, wasm, cpu; received "tensorflow". Leave it out for the fastest that works here: ' +
        '`useBackend()`',
    ],
    [
      { log: null },
      {},
      '`name` must be auto, webgpu, webgl, wasm, cpu; received {"log":null}. Pass options as the second argument: ' +
        "`useBackend('auto', options)`",
    ],
    [
      'wasm',
      { wasmPath: 7 },
      '`wasmPath` must be the URL of a folder, or null; received 7. Pass `wasmPath: null` for the files that the library ' +
        'brings along',
    ],
    [
      'webgpu',
      { powerPreference: 'fast' },
      '`powerPreference` must be one of high-performance, low-power; received "fast". Leave `powerPreference` out for the ' +
        'fastest GPU',
    ],
    [
      'wasm',
      { log: 1 },
      '`log` must be a function of a line, or null; received 1. Pass `log: null` for none, or leave `log` out for the console',
    ],
    [
      'wasm',
      { threads: 9 },
      '`threads` must be an integer from 1 to 8, or null; received 9. Pass `threads: null` for the number of processors',
    ],
    ['wasm', { workers: 2 }, 'unknown option `workers`; known are `log`, `wasmPath`, `threads`, `powerPreference`'],
  ])('refuses %j with %j', async (name, options, message) => {
    await expect(useBackend(name as BackendName, options as object)).rejects.toThrow(
      new RangeError(`useBackend: ${message}`),
    );
  });
});

describe('useBackend auto in a browser', () => {
  it('takes a real GPU by WebGPU, and by WebGL without that', async () => {
    offer(nvidia);
    const webgpu = await useBackend('auto', quiet);
    expect(webgpu).toMatchObject({ name: 'webgpu', detail: 'NVIDIA H200, nvidia hopper' });
    expect(webgpu.reason).toBe('the fastest that works here');
    webgpu.dispose();
    expect(device.destroy).toHaveBeenCalledOnce();

    vi.stubGlobal('navigator', { userAgent: 'test' });
    offerWebgl('Apple M2');
    registerWebgl((value) => value);
    expect(await useBackend('auto', quiet)).toMatchObject({
      name: 'webgl',
      detail: 'WebGL 2, Apple M2',
      reason: 'the fastest that works here. Not webgpu: WebGPU is missing or switched off in this browser',
    });
  });

  it("leaves the page's navigator.gpu as it was, also where two calls overlap", async () => {
    offer(nvidia);
    const { gpu } = navigator;
    const [one, two] = await Promise.all([useBackend('webgpu', quiet), useBackend('webgpu', quiet)]);
    expect([one.name, two.name]).toEqual(['webgpu', 'webgpu']);
    expect(Object.getOwnPropertyDescriptor(navigator, 'gpu')?.value).toBe(gpu);
    two.dispose();

    vi.stubGlobal('navigator', Object.create(navigator)); // as in browsers, where the prototype has it
    (await useBackend('webgpu', quiet)).dispose();
    expect(Object.hasOwn(navigator, 'gpu')).toBe(false);
    expect(navigator.gpu).toBe(gpu);
  });

  it.each([
    [
      'there is nothing else',
      () => undefined,
      'WebGPU is missing or switched off in this browser',
      'WebGL is missing or switched off in this browser',
    ],
    [
      'GPUs are software',
      () => {
        offer(swiftShader);
        offerWebgl('ANGLE (SwiftShader)');
      },
      'only a software rasteriser was found: SwiftShader, google swiftshader, software',
      'only a software rasteriser was found: ANGLE (SwiftShader)',
    ],
    [
      'WebGL has 16 bits',
      () => {
        offer(llvmpipe);
        offerWebgl('Mali', { float32: false });
      },
      'only a software rasteriser was found: llvmpipe (LLVM 15, 256 bits), mesa, software',
      'WebGL computes with 16 bits on Mali, which are too few for training',
    ],
  ])('takes WASM where %s, and says so', async (_, arrange, webgpu, webgl) => {
    arrange();
    const { name, reason } = await useBackend('auto', quiet);
    expect(name).toBe('wasm');
    expect(reason).toBe(`the fastest that works here. Not webgpu: ${webgpu}. Not webgl: ${webgl}`);
  });

  it('passes a WebGL over that promises 32 bits and computes with 16', async () => {
    offerWebgl('Adreno');
    registerWebgl(Math.round);
    expect((await useBackend('auto', quiet)).reason).toContain('webgl: WebGL computes with 16 bits on Adreno');
    expect(tf.getBackend()).toBe('wasm');
  });

  it('passes WebGPU over on a page that is not secure', async () => {
    vi.stubGlobal('isSecureContext', false);
    const { reason } = await useBackend('auto', quiet);
    expect(reason).toContain('webgpu: browsers offer WebGPU only to pages over HTTPS and from localhost');
  });

  it('names each reason if nothing works', async () => {
    tf.env().set('WASM_HAS_SIMD_SUPPORT', false);
    await expect(useBackend()).rejects.toThrow(
      /^useBackend: no backend can be used here: webgpu: .*; webgl: .*; wasm: this browser has no WebAssembly SIMD/,
    );
  });
});

describe('useBackend wasm in a browser', () => {
  it('fetches the binary from a folder of the page', async () => {
    const urls = answer(() => new Response(new Uint8Array(binary)));
    expect((await useBackend('wasm', { ...quiet, wasmPath: 'wasm' })).name).toBe('wasm');
    expect(urls).toEqual([wasmUrl]);
  });

  it.each([
    [
      'is missing',
      () => new Response('', { status: 404, headers: { 'Content-Type': 'text/html' } }),
      `tfjs-backend-wasm-simd.wasm is missing at ${wasmUrl} (HTTP 404, text/html). ${copyThem}`,
    ],
    [
      'is a page',
      () => new Response('<!doctype html>'),
      `${wasmUrl} is not WebAssembly (HTTP 200, text/plain;charset=UTF-8). ${copyThem}`,
    ],
    [
      'cannot be fetched',
      () => {
        throw new TypeError('Failed to fetch');
      },
      `${wasmUrl} cannot be fetched (Failed to fetch). ${copyThem}`,
    ],
  ])('says what to copy when the binary %s', async (_, response, message) => {
    answer(response);
    await expect(useBackend('wasm', { ...quiet, wasmPath: 'wasm/' })).rejects.toThrow(
      new Error(`useBackend: "wasm" cannot be used here: ${message}`),
    );
    expect(tf.getBackend()).toBe('cpu');
  });

  it('works at the next try after a failure', async () => {
    answer(() => new Response('', { status: 404 }));
    await expect(useBackend('wasm', { ...quiet, wasmPath: 'wasm' })).rejects.toThrow('is missing at');
    expect((await useBackend('wasm', quiet)).name).toBe('wasm');
  });

  it('says what a Content-Security-Policy must allow', async () => {
    const refusal =
      "Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source";
    vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError(refusal));
    await expect(useBackend('wasm', quiet)).rejects.toThrow(
      new Error(
        'useBackend: "wasm" cannot be used here: the page\'s Content-Security-Policy forbids WebAssembly; add ' +
          "'wasm-unsafe-eval' to its script-src.",
      ),
    );
  });

  it('keeps a backend that the page has started', async () => {
    await useBackend('wasm', quiet);
    const started = tf.backend();
    vi.resetModules(); // a second copy of the library, which has not started it
    const copy = await import('../../../src/browser/backends/useBackend');
    expect((await copy.useBackend('wasm', quiet)).detail).toBe('SIMD, started by the page itself');
    expect(tf.backend()).toBe(started);
  });
});
