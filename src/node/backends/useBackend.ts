import * as tf from '@tensorflow/tfjs';

import { requireOneOf } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { MissingPackage } from './importOptional';
import { type Activated, activateCpu, activateTensorflow, activateWasm, OtherThreads } from './simpleBackends';
import { mostThreads } from './threadedWasm';
import { activateWebgpu } from './webgpuBackend';

/** The backends that tensors can live on in Node. */
export type BackendName = 'tensorflow' | 'webgpu' | 'wasm' | 'cpu';

/** What {@link useBackend} chose. */
export interface BackendInfo {
  /** The backend, as `tf.getBackend()` names it. */
  readonly name: BackendName;
  /** What it runs on: the graphics adapter, TensorFlow's version, whether WASM has SIMD. */
  readonly detail: string;
  /** Why this one: what was asked for, or what was passed over and why. */
  readonly reason: string;
  /** Versions of Node, of tfjs and of the packages behind the backend. */
  readonly versions: Readonly<Record<string, string>>;
  /**
   * Resolves with what happened if WebGPU loses the graphics card or the card reports an error; stays pending otherwise.
   * `trainSegmentation` watches this by itself.
   */
  readonly failure: Promise<Error>;
  /**
   * Ends WebGPU, so that the process can end by itself, or the threads of WASM; all their tensors are lost. Does nothing
   * for other backends.
   */
  dispose(): void;
}

/** Options of {@link useBackend}. */
export interface UseBackendOptions {
  /** Takes the line that says what was chosen and why; `null` is quiet. @defaultValue writes to standard error */
  log?: ((line: string) => void) | null;
  /** Threads of `wasm`, 1 to 4; the other backends have as many as they take. @defaultValue 1 */
  threads?: number;
  /** Which graphics card WebGPU takes where a machine has two. @defaultValue `'high-performance'` */
  powerPreference?: 'high-performance' | 'low-power';
}

/** What the user leaves to choose, and what is chosen otherwise. */
type Choice = Required<Pick<UseBackendOptions, 'powerPreference'>> & Pick<UseBackendOptions, 'threads'>;

type Activate = (choice: Choice & { allowSoftware: boolean }) => Promise<Activated>;

const activate: Record<BackendName, Activate> = {
  tensorflow: activateTensorflow,
  webgpu: activateWebgpu,
  wasm: activateWasm,
  cpu: activateCpu,
};

/** From the fastest to the slowest. */
const order: readonly BackendName[] = ['tensorflow', 'webgpu', 'wasm', 'cpu'];

/**
 * Makes a backend the current one of `@tensorflow/tfjs`, the fastest that works here unless one is named.
 *
 * `'auto'` tries tfjs-node-gpu, tfjs-node, WebGPU on a real graphics card (not a software rasteriser), WASM, plain
 * JavaScript. Call it before making tensors. It prints one line to standard error:
 *
 * ```text
 * backend tensorflow (TensorFlow 2.9.1 on the CPU), the fastest that works here
 * backend webgpu (NVIDIA H200, nvidia hopper), the fastest that works here. Not tensorflow: @tensorflow/tfjs-node is not installed
 * backend wasm (SIMD, 1 thread), the fastest that works here. Not tensorflow: @tensorflow/tfjs-node is not installed. Not webgpu: …
 * backend webgpu (SwiftShader driver 5.0.0, google swiftshader, software), as asked
 * ```
 *
 * `useBackend('wasm', { threads: 2 })` shares convolutions and matrix products out among threads; results are equal but for rounding.
 *
 * With `webgpu` Node may stay alive at the end of the program: call the result's `dispose()`, or `process.exit()`.
 *
 * @throws Error if the backend asked for cannot be used; the message says why, and what to install
 * @throws RangeError if the name or the number of threads is not one of those
 */
export async function useBackend(
  name: BackendName | 'auto' = 'auto',
  {
    log = (line) => process.stderr.write(`${line}\n`),
    threads,
    powerPreference = 'high-performance',
  }: UseBackendOptions = {},
): Promise<BackendInfo> {
  if (name !== 'auto' && !Object.hasOwn(activate, name)) {
    throw invalidOption('useBackend', 'name', `auto, ${order.join(', ')}`, name);
  }
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= mostThreads))
    throw invalidOption('useBackend', 'threads', `an integer from 1 to ${mostThreads}`, threads);
  requireOneOf('useBackend', 'powerPreference', powerPreference, ['high-performance', 'low-power']);
  const choice = { threads, powerPreference };
  const info = name === 'auto' ? await useFastest(choice) : await useNamed(name, choice);
  log?.(`backend ${info.name} (${info.detail}), ${info.reason}`);
  return info;
}

async function useNamed(name: BackendName, choice: Choice): Promise<BackendInfo> {
  try {
    return describe(name, await activate[name]({ allowSoftware: true, ...choice }), 'as asked');
  } catch (cause) {
    throw refusal(name, cause);
  }
}

async function useFastest(choice: Choice): Promise<BackendInfo> {
  const passedOver: string[] = [];
  for (const name of order) {
    try {
      const activated = await activate[name]({ allowSoftware: false, ...choice });
      const why = passedOver.map((reason) => `. Not ${reason}`).join('');
      return describe(name, activated, `the fastest that works here${why}`);
    } catch (error) {
      if (error instanceof OtherThreads) throw refusal(name, error); // rather than take a slower one
      passedOver.push(`${name}: ${firstLine(error)}`);
    }
  }
  throw new Error(`useBackend: no backend can be used here: ${passedOver.join('; ')}`);
}

function describe(name: BackendName, { detail, versions, failure, dispose }: Activated, reason: string): BackendInfo {
  return {
    name,
    detail,
    reason,
    versions: { node: process.versions.node, '@tensorflow/tfjs': tf.version.tfjs, ...versions },
    failure: failure ?? new Promise(() => undefined),
    dispose: dispose ?? (() => undefined),
  };
}

const refusal = (name: BackendName, cause: unknown) =>
  new Error(`useBackend: "${name}" cannot be used here: ${firstLine(cause)}.${howToInstall(name, cause)}`, { cause });

function howToInstall(name: BackendName, error: unknown): string {
  if (!(error instanceof MissingPackage)) return '';
  const packages = {
    tensorflow: '@tensorflow/tfjs-node, and let its install script run: it downloads TensorFlow',
    webgpu: 'webgpu @tensorflow/tfjs-backend-webgpu',
    wasm: '@tensorflow/tfjs-backend-wasm',
    cpu: '@tensorflow/tfjs',
  };
  return ` Install it: npm install ${packages[name]}`;
}

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split(/\.?\s*\n/)[0];
