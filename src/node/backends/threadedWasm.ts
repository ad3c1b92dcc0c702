import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

import * as tf from '@tensorflow/tfjs';

import { heapOf, type WasmModule } from '../../kernels/wasm/backend';
import { priority, registerWasm } from '../../kernels/wasm/registerWasm';
import { sharedBinary } from '../../kernels/wasm/threads/sharedBinary';
import { type StartWorker, startCrew } from '../../kernels/wasm/threads/startCrew';
import { importOptional } from './importOptional';

/** Exports of tfjs's wasm package that are used here. */
export interface WasmPackage {
  version_wasm: string;
  BackendWasm: new (module: WasmModule) => tf.KernelBackend;
}

type Start = (hooks: {
  locateFile(file: string, folder: string): string;
  instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void): object;
}) => Promise<WasmModule>;

/**
 * Starts tfjs's binary on shared memory and registers it as the backend `wasm`, with workers that share the loops of this
 * library.
 *
 * @returns a function that ends the workers, loses all tensors and restores tfjs's own registration
 */
export async function registerThreadedWasm(wasm: WasmPackage, threads: number): Promise<() => void> {
  const module = await startModule();
  const end = await startCrew(heapOf({ wasm: module })!, threads, startWorker);
  const own = tf.findBackendFactory('wasm');
  return registerWasm(module, wasm.BackendWasm, () => {
    tf.registerBackend('wasm', own, priority);
    end();
  });
}

async function startModule(): Promise<WasmModule> {
  const start = await importOptional<Start>('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js');
  let file = '';
  return start({
    locateFile(_, folder) {
      file = `${folder}tfjs-backend-wasm-simd.wasm`;
      return file;
    },
    instantiateWasm(imports, receive) {
      const bytes = sharedBinary(new Uint8Array(readFileSync(file)));
      const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
      receive(instance);
      return instance.exports;
    },
  });
}

/** Starts a worker that lets the process end. */
const startWorker: StartWorker = (program, workerData) => {
  const start = `const { parentPort, workerData } = require('node:worker_threads');
serve(workerData, () => parentPort.postMessage('ready'));`;
  const worker = new Worker(`${program}${start}`, { eval: true, workerData, execArgv: [], env: {}, name: 'msa-unet' });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => {
      worker.unref();
      resolve(worker);
    });
  });
};
