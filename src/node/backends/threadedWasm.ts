import { readFileSync } from 'node:fs';

import * as tf from '@tensorflow/tfjs';

import { exposeCalls, type WasmModule } from '../../kernels/wasm/backend';
import { importOptional } from './importOptional';

/** Exports of tfjs's wasm package that are used here. */
export interface WasmPackage {
  version_wasm: string;
  BackendWasm: new (module: WasmModule) => tf.KernelBackend;
  setThreadsCount(threads: number): void;
  getThreadsCount(): number;
}

/** tfjs's threaded binary after start-up. */
interface ThreadedModule extends WasmModule {
  PThread: Record<'unusedWorkers' | 'runningWorkers', { terminate(): unknown; unref(): void }[]>;
}

type Start = (hooks: {
  locateFile(file: string, folder: string): string | URL;
  instantiateWasm(
    imports: Imports,
    receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}) => Promise<ThreadedModule>;
type Imports = WebAssembly.Imports & { env: { emscripten_num_logical_cores: () => number } };

/** Maximum number of threads of tfjs's binary. */
export const mostThreads = 4;

const binary = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd';

/**
 * Starts tfjs's threaded binary in Node and registers it as the backend `wasm`, replacing the single-threaded one: tfjs
 * itself starts threads only in browsers; works around tfjs #3830.
 *
 * @returns a function that ends the threads, loses all tensors and restores tfjs's own registration
 */
export async function registerThreadedWasm(wasm: WasmPackage, threads: number): Promise<() => void> {
  const module = await startModule(threads);
  const single = tf.findBackendFactory('wasm');
  const factory = () => startBackend(wasm, module, threads);
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', factory, 2);
  return () => {
    if (tf.findBackendFactory('wasm') !== factory) return; // already ended
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', single, 2);
  };
}

async function startModule(threads: number): Promise<ThreadedModule> {
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
      imports.env.emscripten_num_logical_cores = () => 2 * threads; // tfjs uses at most half
      const compiled = new WebAssembly.Module(readFileSync(file));
      const instance = new WebAssembly.Instance(compiled, imports);
      receive(instance, compiled);
      return instance.exports;
    },
  });
  return starting.finally(() => {
    // Emscripten made Node's workers global; other libraries would take this for a browser.
    if (before) Object.defineProperty(globalThis, 'Worker', before);
    else Reflect.deleteProperty(globalThis, 'Worker');
  });
}

/** Continues like the `init` of tfjs's package once its module is loaded. */
function startBackend(wasm: WasmPackage, module: ThreadedModule, threads: number): tf.KernelBackend {
  exposeCalls(module);
  wasm.setThreadsCount(threads);
  const backend = new wasm.BackendWasm(module);
  const { unusedWorkers, runningWorkers } = module.PThread;
  for (const worker of unusedWorkers.splice(0)) worker.terminate(); // Emscripten starts eight of them
  for (const worker of runningWorkers) worker.unref(); // lets the process end
  return backend;
}

/** Makes tfjs's worker script startable by Node without a file: an ES module with the missing globals. */
function workerUrl(script: string): URL {
  const source = [
    "import { createRequire } from 'node:module';",
    "Object.assign(globalThis, { require: createRequire(process.execPath), __filename: '' });",
    `(0, eval)(${JSON.stringify(script.replace(/\n/g, '\\n'))});`, // tfjs lost the backslash of "\n" in the text
  ];
  return new URL(`data:text/javascript,${encodeURIComponent(source.join('\n'))}`);
}
