import * as tf from '@tensorflow/tfjs';

import { startedBackend } from '../../kernels/engine';
import { mostThreads, otherThreads, runningThreads } from '../../kernels/wasm/threads/numberOfThreads';
import type { Activated } from '../../utils/chooseBackend';
import { counted } from '../../utils/counted';
import { makeCurrent } from '../../utils/makeCurrent';
import { startWasm } from './startWasm';

/** Options of activating WebAssembly. */
interface WasmChoice {
  /** Folder of the `.wasm` files. `null`: the one that the library brings along. */
  readonly wasmPath: string | null;
  /** `null`: the number of processors. */
  readonly threads: number | null;
}

/** Settles when the last activation has ended. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Activates WebAssembly, on several threads if the page can share memory with workers. Calls wait for each other.
 *
 * @throws Error if the binary is missing, or the browser or the page's Content-Security-Policy does not allow it
 * @throws NoFallback if it already runs with another number of threads than requested
 */
export function activateWasm(choice: WasmChoice): Promise<Activated> {
  const activated = last.then(() => activate(choice));
  last = activated.catch(() => {});
  return activated;
}

async function activate({ wasmPath, threads }: WasmChoice): Promise<Activated> {
  const running = startedBackend('wasm');
  if (running) requireSame(running, threads);
  const started = running ? null : await startWasm(wasmPath, threads ?? usualThreads());
  await makeCurrent('wasm').catch((error) => {
    started?.dispose();
    throw error;
  });
  if (started) whyAlone.set(tf.backend(), started.whyAlone);
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return {
    detail: `${simd ? 'SIMD' : 'no SIMD'}, ${threadsOf(tf.backend())}`,
    versions: { '@tensorflow/tfjs-backend-wasm': tf.version.tfjs },
    dispose: runningThreads() > 1 ? started?.dispose : undefined,
  };
}

/** Backends that were started here, and why one has a single thread where more were asked for; `null`: it has them. */
const whyAlone = new WeakMap<tf.KernelBackend, string | null>();

function requireSame(running: tf.KernelBackend, threads: number | null): void {
  if (threads === null || whyAlone.get(running) !== null) return; // it could not have more
  if (threads !== runningThreads()) throw otherThreads(runningThreads(), threads);
}

function threadsOf(backend: tf.KernelBackend): string {
  const why = whyAlone.get(backend);
  if (why === undefined) return 'started by the page itself';
  return why === null ? counted(runningThreads(), 'thread') : `1 thread: ${why}`;
}

const usualThreads = () => Math.min(globalThis.navigator?.hardwareConcurrency ?? 1, mostThreads);
