import * as tf from '@tensorflow/tfjs';

import { isThreads, mostThreads } from '../../kernels/wasm/threads/numberOfThreads';
import { requireKnown, requireOneOf } from '../../utils/check';
import { type Backends, choiceLine, chooseBackend } from '../../utils/chooseBackend';
import { invalidOption } from '../../utils/errors';
import { MissingPackage } from './importOptional';
import { activateCpu, activateTensorflow, activateWasm } from './simpleBackends';
import { activateWebgpu } from './webgpuBackend';

/** Backends available in Node. */
export type BackendName = 'tensorflow' | 'webgpu' | 'wasm' | 'cpu';

/** Result of {@link useBackend}. */
export interface BackendInfo {
  /** Name of the backend, as in `tf.getBackend()`. */
  readonly name: BackendName;
  /** Device: the graphics adapter, TensorFlow's version, whether WASM has SIMD. */
  readonly detail: string;
  /** Reason for the choice: the request, or which backends were skipped and why. */
  readonly reason: string;
  /** Versions of Node, tfjs and the packages behind the backend. */
  readonly versions: Readonly<Record<string, string>>;
  /**
   * Resolves with an error if WebGPU loses its device or the device reports an error; otherwise stays pending.
   * `trainSegmentation` watches it on its own.
   */
  readonly failure: Promise<Error>;
  /**
   * Shuts down WebGPU, so that the process can end, or the threads of WASM; all their tensors are lost. No effect on
   * other backends.
   */
  dispose(): void;
}

/** Options of {@link useBackend}. */
export interface UseBackendOptions {
  /**
   * Called with the line that names the choice and its reason. `null`: quiet. @defaultValue writes to standard error
   */
  log?: ((line: string) => void) | null;
  /**
   * Threads of `wasm`, 1 to 8; other backends choose their own. @defaultValue the environment variable `MSA_UNET_THREADS`, else
   * the number of processors
   */
  threads?: number;
  /** GPU that WebGPU prefers if there are two. @defaultValue `'high-performance'` */
  powerPreference?: 'high-performance' | 'low-power';
}

/** Options of activating a backend. */
type Choice = Required<Pick<UseBackendOptions, 'powerPreference'>> & Pick<UseBackendOptions, 'threads'>;

const backends: Backends<BackendName, Choice> = {
  activate: { tensorflow: activateTensorflow, webgpu: activateWebgpu, wasm: activateWasm, cpu: activateCpu },
  order: ['tensorflow', 'webgpu', 'wasm', 'cpu'],
  advice: howToInstall,
};

/**
 * Selects the current backend of `@tensorflow/tfjs`: the fastest that works here, or the named one.
 *
 * `'auto'` tries tfjs-node-gpu, tfjs-node, WebGPU on a real GPU (not a software rasteriser), WASM, and plain JavaScript.
 * Call it before creating tensors. It prints one line to standard error:
 *
 * ```text
 * backend tensorflow (TensorFlow 2.9.1 on the CPU), the fastest that works here
 * backend webgpu (NVIDIA H200, nvidia hopper), the fastest that works here. Not tensorflow: @tensorflow/tfjs-node is not installed
 * backend wasm (SIMD, 2 threads), the fastest that works here. Not tensorflow: @tensorflow/tfjs-node is not installed. Not webgpu: …
 * backend webgpu (SwiftShader driver 5.0.0, google swiftshader, software), as asked
 * ```
 *
 * `wasm` runs on all processors, up to eight; results do not depend on their number. Where several programs share the
 * machine, `useBackend('wasm', { threads: 1 })` leaves it to them.
 *
 * With `webgpu`, Node may stay alive at the end of the program: call the result's `dispose()`, or `process.exit()`.
 * Options: {@link UseBackendOptions}.
 *
 * @throws Error if the requested backend cannot be used; the message says why, and what to install
 * @throws OptionError if the name or the number of threads is unknown
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { useBackend } from 'msa-unet/node';
 *
 * const { name } = await useBackend('cpu', { log: null }); // without arguments: the fastest
 * console.log(name, tf.getBackend()); // cpu cpu
 * ```
 */
export async function useBackend(
  name: BackendName | 'auto' = 'auto',
  {
    log = (line) => process.stderr.write(`${line}\n`),
    threads,
    powerPreference = 'high-performance',
    ...others
  }: UseBackendOptions = {},
): Promise<BackendInfo> {
  requireKnown<UseBackendOptions>('useBackend', others, { log, threads, powerPreference });
  if (threads !== undefined && !isThreads(threads))
    throw invalidOption('useBackend', 'threads', `an integer from 1 to ${mostThreads}`, threads);
  requireOneOf('useBackend', 'powerPreference', powerPreference, ['high-performance', 'low-power']);
  const chosen = await chooseBackend(name, { threads, powerPreference }, backends);
  log?.(choiceLine(chosen));
  const versions = { node: process.versions.node, '@tensorflow/tfjs': tf.version.tfjs, ...chosen.versions };
  return { ...chosen, versions };
}

function howToInstall(name: BackendName, error: unknown): string {
  if (!(error instanceof MissingPackage)) return '';
  const packages = {
    tensorflow: '@tensorflow/tfjs-node, and let its install script run: it downloads TensorFlow',
    webgpu: 'webgpu @tensorflow/tfjs-backend-webgpu',
    wasm: '@tensorflow/tfjs-backend-wasm',
    cpu: '@tensorflow/tfjs',
  };
  return `Install it: npm install ${packages[name]}`;
}
