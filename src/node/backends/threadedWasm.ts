import { readFileSync } from 'node:fs';

import * as tf from '@tensorflow/tfjs';

import { importOptional } from './importOptional';

/** What tfjs's wasm package exports, as far as it is used here. */
export interface WasmPackage {
  version_wasm: string;
  BackendWasm: new (module: WasmModule) => tf.KernelBackend;
  setThreadsCount(threads: number): void;
  getThreadsCount(): number;
}

/** tfjs's threaded binary once it has started. */
interface WasmModule {
  cwrap(name: string, result: 'number' | null, args: 'number'[]): (...args: number[]) => number;
  PThread: Record<'unusedWorkers' | 'runningWorkers', { terminate(): unknown; unref(): void }[]>;
  tfjs?: object;
}

type Start = (hooks: {
  locateFile(file: string, folder: string): string | URL;
  instantiateWasm(
    imports: Imports,
    receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}) => Promise<WasmModule>;
type Imports = WebAssembly.Imports & { env: { emscripten_num_logical_cores: () => number } };

/** Threads that tfjs's binary makes at most, whatever it is asked for. */
export const mostThreads = 4;

const binary = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd';

/**
 * Starts tfjs's threaded binary in Node and registers it as the backend `wasm`, in the place of the one with one thread
 * that tfjs registers itself: tfjs starts threads only in browsers; works around tfjs #3830.
 *
 * @returns what ends the threads, loses all tensors and puts tfjs's own registration back
 */
export async function registerThreadedWasm(wasm: WasmPackage, threads: number): Promise<() => void> {
  const module = await startModule(threads);
  const single = tf.findBackendFactory('wasm');
  const factory = () => startBackend(wasm, module, threads);
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', factory, 2);
  return () => {
    if (tf.findBackendFactory('wasm') !== factory) return; // ended already
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', single, 2);
  };
}

async function startModule(threads: number): Promise<WasmModule> {
  const start = await importOptional<Start>(`${binary}.js`);
  const { wasmWorkerContents } = await importOptional<{ wasmWorkerContents: string }>(`${binary}.worker.js`);
  const before = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
  let file = '';
  const starting = start({
    locateFile(name, folder) {
      if (name.endsWith('.worker.js')) return workerUrl(wasmWorkerContents);
      file = `${folder}${name}`;
      return file;
    },
    instantiateWasm(imports, receive) {
      imports.env.emscripten_num_logical_cores = () => 2 * threads; // of which tfjs takes at most half
      const compiled = new WebAssembly.Module(readFileSync(file));
      const instance = new WebAssembly.Instance(compiled, imports);
      receive(instance, compiled);
      return instance.exports;
    },
  });
  return starting.finally(() => {
    // Emscripten has made Node's workers the global ones; other libraries would take this for a browser.
    if (before) Object.defineProperty(globalThis, 'Worker', before);
    else Reflect.deleteProperty(globalThis, 'Worker');
  });
}

/** As the `init` of tfjs's package goes on once its module is there. */
function startBackend(wasm: WasmPackage, module: WasmModule, threads: number): tf.KernelBackend {
  module.tfjs = {
    init: module.cwrap('init', null, []),
    initWithThreadsCount: module.cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: module.cwrap('get_threads_count', 'number', []),
    registerTensor: module.cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: module.cwrap('dispose_data', null, ['number']),
    dispose: module.cwrap('dispose', null, []),
  };
  wasm.setThreadsCount(threads);
  const backend = new wasm.BackendWasm(module);
  const { unusedWorkers, runningWorkers } = module.PThread;
  for (const worker of unusedWorkers.splice(0)) worker.terminate(); // Emscripten starts eight of them
  for (const worker of runningWorkers) worker.unref(); // so that the process can end by itself
  return backend;
}

/** tfjs's script for its workers, in a form that Node can start without a file: an ES module with what it lacks. */
function workerUrl(script: string): URL {
  const source = [
    "import { createRequire } from 'node:module';",
    "Object.assign(globalThis, { require: createRequire(process.execPath), __filename: '' });",
    `(0, eval)(${JSON.stringify(script.replace(/\n/g, '\\n'))});`, // tfjs: "\n" lost its backslash in the text
  ];
  return new URL(`data:text/javascript,${encodeURIComponent(source.join('\n'))}`);
}
