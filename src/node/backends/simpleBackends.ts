import { availableParallelism } from 'node:os';
import util from 'node:util';

import * as tf from '@tensorflow/tfjs';

import { enableGraphs } from '../../graphs/enableGraphs';
import { isThreads, mostThreads, otherThreads, runningThreads } from '../../kernels/wasm/threads/numberOfThreads';
import { type Activated, NoFallback } from '../../utils/chooseBackend';
import { counted } from '../../utils/counted';
import { makeCurrent } from '../../utils/makeCurrent';
import { importOptional, MissingPackage } from './importOptional';
import { inTemporaryFolder } from './inTemporaryFolder';
import { registerThreadedWasm, type WasmPackage } from './threadedWasm';

/** Activates TensorFlow's own kernels, on a GPU if tfjs-node-gpu is installed and works. */
export async function activateTensorflow(): Promise<Activated> {
  // tfjs-node calls functions that Node 23 removed; works around tfjs #8609.
  const legacy: { isNullOrUndefined?: (value: unknown) => boolean } = util;
  legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1'; // avoids three lines of output per graph
  // TensorFlow 2.21's convolutions overwrite memory of others when a graph runs several at once. They still use all cores.
  process.env.TF_NUM_INTEROP_THREADS ??= '1';
  const [name, tfjsNode] = await importTfjsNode();
  if (tfjsNode.Tensor !== tf.Tensor)
    throw new Error(`${name} brings a second copy of @tensorflow/tfjs; run npm dedupe`);
  await makeCurrent('tensorflow');
  enableGraphs(inTemporaryFolder);
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

/**
 * Activates WebAssembly and locates its `.wasm` files beside the package.
 *
 * @throws NoFallback if it already runs with another number of threads than requested
 */
export async function activateWasm({ threads }: { threads?: number }): Promise<Activated> {
  const wasm = await importOptional<WasmPackage>('@tensorflow/tfjs-backend-wasm');
  const running = runningThreads();
  if (running && threads && threads !== running) throw otherThreads(running, threads);
  let dispose: (() => void) | undefined;
  const wanted = threads ?? usualThreads();
  await withoutNewListeners(async () => {
    if (!running && wanted > 1) dispose = await registerThreadedWasm(wasm, wanted);
    await makeCurrent('wasm');
  });
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return {
    detail: `${simd ? 'SIMD' : 'no SIMD'}, ${counted(runningThreads(), 'thread')}`,
    versions: { '@tensorflow/tfjs-backend-wasm': wasm.version_wasm },
    dispose,
  };
}

/** Returns the number of threads that the environment asks for, or as many as there are processors. */
function usualThreads(): number {
  const { MSA_UNET_THREADS: asked } = process.env;
  if (asked === undefined || asked === '') return Math.min(availableParallelism(), mostThreads);
  if (isThreads(Number(asked))) return Number(asked);
  throw new NoFallback(
    `the environment variable MSA_UNET_THREADS must be an integer from 1 to ${mostThreads}, not ${asked}`,
  );
}

/** Removes Emscripten's process-wide handlers, which would report every error of the program as one of tfjs. */
async function withoutNewListeners(start: () => Promise<void>): Promise<void> {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => new Set(process.rawListeners(event)));
  await start();
  events.forEach((event, i) => {
    for (const listener of process.rawListeners(event))
      if (!before[i]!.has(listener)) process.removeListener(event, listener as () => void);
  });
}

/** Activates plain JavaScript, about twenty times slower than WebAssembly. */
export async function activateCpu(): Promise<Activated> {
  await makeCurrent('cpu');
  return { detail: 'plain JavaScript', versions: {} };
}
