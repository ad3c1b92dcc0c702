import * as tf from '@tensorflow/tfjs';

import { requireKnown } from '../../utils/check';
import { type Backends, choiceLine, chooseBackend } from '../../utils/chooseBackend';
import { makeCurrent } from '../../utils/makeCurrent';
import { requireBackendOptions, type UseBackendOptions } from './useBackendOptions';
import { activateWasm } from './wasmBackend';
import { activateWebgl } from './webglBackend';
import { activateWebgpu } from './webgpuBackend';

/** Backends available in browsers. */
export type BackendName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** Result of {@link useBackend}. */
export interface BackendInfo {
  /** Name of the backend, as in `tf.getBackend()`. */
  readonly name: BackendName;
  /** Device: the graphics adapter, or whether WASM has SIMD, its threads, and why there is only one. */
  readonly detail: string;
  /** Reason for the choice: the request, or which backends were skipped and why. */
  readonly reason: string;
  /** Versions of tfjs and of the package behind the backend. */
  readonly versions: Readonly<Record<string, string>>;
  /**
   * Resolves with an error if WebGPU loses its device or the device reports an error, or if WebGL loses its context;
   * otherwise stays pending.
   * `trainSegmentation` watches it on its own.
   */
  readonly failure: Promise<Error>;
  /** Shuts down WebGPU, or the threads of WASM; all their tensors are lost. No effect on other backends. */
  dispose(): void;
}

type Choice = Required<Omit<UseBackendOptions, 'log'>>;

const backends: Backends<BackendName, Choice> = {
  activate: { webgpu: activateWebgpu, webgl: activateWebgl, wasm: activateWasm, cpu: activateCpu },
  order: ['webgpu', 'webgl', 'wasm'],
  advice: () => '',
};

/**
 * Selects the current backend of `@tensorflow/tfjs` in a page or a Web Worker: the fastest that works here, or the named
 * one.
 *
 * `'auto'` tries WebGPU and then WebGL, both on a real GPU with 32-bit numbers (not a software rasteriser), and then WASM.
 * Call it before creating tensors. It prints one line:
 *
 * ```text
 * backend webgpu (nvidia hopper), the fastest that works here
 * backend wasm (SIMD, 8 threads), the fastest that works here. Not webgpu: no graphics adapter was found … Not webgl: …
 * backend wasm (SIMD, 1 thread: the page is not cross-origin isolated), as asked
 * ```
 *
 * No files have to be copied or configured: what the backends need is loaded as JavaScript on first use. A page with a
 * Content-Security-Policy needs `'wasm-unsafe-eval'` in its `script-src` for WASM.
 *
 * `wasm` runs on all processors, up to eight, if the page is cross-origin isolated and its Content-Security-Policy allows
 * `blob:` in `worker-src`; otherwise on one thread. Results do not depend on the number. Options: {@link UseBackendOptions}.
 *
 * @throws Error if the requested backend cannot be used, or none with `'auto'`; the message says why, and what to do
 * @throws OptionError if the name or an option is invalid
 * @example
 * ```ts no-run
 * import * as tf from '@tensorflow/tfjs';
 * import { useBackend } from 'msa-unet/browser';
 *
 * const { name } = await useBackend(); // the fastest
 * console.log(name, tf.getBackend()); // webgpu webgpu
 * ```
 */
export async function useBackend(
  name: BackendName | 'auto' = 'auto',
  {
    log = (line) => console.info(line),
    wasmPath = null,
    threads = null,
    powerPreference = 'high-performance',
    ...others
  }: UseBackendOptions = {},
): Promise<BackendInfo> {
  requireKnown<UseBackendOptions>('useBackend', others, { log, wasmPath, threads, powerPreference });
  requireBackendOptions('useBackend', { log, wasmPath, threads, powerPreference });
  const chosen = await chooseBackend(name, { wasmPath, threads, powerPreference }, backends);
  log?.(choiceLine(chosen));
  return { ...chosen, versions: { '@tensorflow/tfjs': tf.version.tfjs, ...chosen.versions } };
}

/** Activates plain JavaScript, about twenty times slower than WebAssembly. */
async function activateCpu() {
  await makeCurrent('cpu');
  return { detail: 'plain JavaScript', versions: {} };
}
