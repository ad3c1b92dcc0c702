import util from 'node:util';

import * as tf from '@tensorflow/tfjs';

import { useGraphs } from '../../ops/graphs';
import { recordLoadedGraph } from '../../ops/loadedGraph';
import { recordLoadedStep } from '../../ops/loadedStep';
import { importOptional, MissingPackage } from './importOptional';
import { registerThreadedWasm, type WasmPackage } from './threadedWasm';

/** A backend that has become the current one. */
export interface Activated {
  detail: string;
  versions: Record<string, string>;
  /** Resolves when a graphics card fails. */
  failure?: Promise<Error>;
  dispose?: () => void;
}

/** TensorFlow's own kernels, on a graphics card if tfjs-node-gpu is there and works. */
export async function activateTensorflow(): Promise<Activated> {
  // tfjs-node calls what Node 23 has removed; works around tfjs #8609.
  const legacy: { isNullOrUndefined?: (value: unknown) => boolean } = util;
  legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1'; // TensorFlow would print three lines about every graph
  const [name, tfjsNode] = await importTfjsNode();
  if (tfjsNode.Tensor !== tf.Tensor)
    throw new Error(`${name} brings a second copy of @tensorflow/tfjs; run npm dedupe`);
  await makeCurrent('tensorflow');
  useGraphs({ record: recordLoadedGraph, recordStep: recordLoadedStep });
  const backend = tf.backend() as TensorflowBackend;
  const version = backend.binding?.TF_Version ?? 'of unknown version';
  return {
    detail: `TensorFlow ${version} on the ${backend.isUsingGpuDevice ? 'GPU' : 'CPU'}`,
    versions: { [name]: tfjsNode.version['tfjs-node'], tensorflow: version },
  };
}

type TfjsNode = Pick<typeof tf, 'Tensor'> & { version: { 'tfjs-node': string } };
type TensorflowBackend = tf.KernelBackend & { isUsingGpuDevice?: boolean; binding?: { TF_Version?: string } };

async function importTfjsNode(): Promise<[name: string, exports: TfjsNode]> {
  const gpu = '@tensorflow/tfjs-node-gpu';
  const cpu = '@tensorflow/tfjs-node';
  try {
    return [gpu, await importOptional<TfjsNode>(gpu)];
  } catch (gpuError) {
    const fallback = importOptional<TfjsNode>(cpu);
    return [
      cpu,
      await fallback.catch((error) => Promise.reject(gpuError instanceof MissingPackage ? error : gpuError)),
    ];
  }
}

/** WASM runs already, with another number of threads than is asked for. */
export class OtherThreads extends Error {}

/**
 * WebAssembly; finds its `.wasm` files beside the package.
 *
 * @throws OtherThreads if it runs already with another number of threads than the one asked for
 */
export async function activateWasm({ threads }: { threads?: number }): Promise<Activated> {
  const wasm = await importOptional<WasmPackage>('@tensorflow/tfjs-backend-wasm');
  const running = 'wasm' in tf.engine().registry ? wasm.getThreadsCount() : 0;
  if (running && threads && threads !== running)
    throw new OtherThreads(`it runs with ${count(running)} already, not with ${threads}; ask for them at the start`);
  let dispose: (() => void) | undefined;
  await withoutNewListeners(async () => {
    if (!running && threads && threads > 1) dispose = await registerThreadedWasm(wasm, threads);
    await makeCurrent('wasm');
  });
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return {
    detail: `${simd ? 'SIMD' : 'no SIMD'}, ${count(wasm.getThreadsCount())}`,
    versions: { '@tensorflow/tfjs-backend-wasm': wasm.version_wasm },
    dispose,
  };
}

const count = (threads: number) => (threads === 1 ? '1 thread' : `${threads} threads`);

/** Keeps Emscripten from taking over the process: its handlers print every error of the program as one of tfjs. */
async function withoutNewListeners(start: () => Promise<void>): Promise<void> {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => new Set(process.rawListeners(event)));
  await start();
  events.forEach((event, i) => {
    for (const listener of process.rawListeners(event))
      if (!before[i]!.has(listener)) process.removeListener(event, listener as () => void);
  });
}

/** Plain JavaScript, about twenty times slower than WebAssembly. */
export async function activateCpu(): Promise<Activated> {
  await makeCurrent('cpu');
  return { detail: 'plain JavaScript', versions: {} };
}

/** @throws Error if the backend is not registered or does not start; the current one then stays */
export async function makeCurrent(name: string): Promise<void> {
  const before = tf.getBackend();
  const started = tf.findBackendFactory(name) !== null && (await tf.setBackend(name));
  if (started) return;
  if (before) await tf.setBackend(before);
  throw new Error(`tfjs could not start its "${name}" backend`);
}
