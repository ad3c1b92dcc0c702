import * as tf from '@tensorflow/tfjs';

import { heapOf } from '../../kernels/wasm/backend';
import { registerWasm } from '../../kernels/wasm/registerWasm';
import { sharedBinary } from '../../kernels/wasm/threads/sharedBinary';
import { startCrew } from '../../kernels/wasm/threads/startCrew';
import { within } from '../../utils/within';
import { backendPackage } from './backendPackage';
import { requireSharing, startPageWorker } from './pageWorker';
import { wasmBinary } from './wasmBinary';

const importPackage = backendPackage('wasm', { name: 'tfjsWasm.js', load: () => import('./sideFiles/tfjsWasm') });
type Package = Awaited<ReturnType<typeof importPackage>>;

/** Backend that has been registered. */
export interface StartedWasm {
  /** Why it has a single thread where more were wanted. `null`: it has as many as wanted. */
  readonly whyAlone: string | null;
  /** Removes it, and ends its threads. */
  dispose(): void;
}

/**
 * Starts tfjs's binary and registers it as the backend `wasm`, with workers that share the loops of this library, or
 * without them where they do not start.
 *
 * @param folder folder of the `.wasm` files. `null`: the one that the library brings along
 * @throws Error if the binary is missing, or the browser or the page's Content-Security-Policy does not allow it
 */
export async function startWasm(folder: string | null, threads: number): Promise<StartedWasm> {
  const wasm = await importPackage();
  if (wasm.version_wasm !== tf.version.tfjs)
    throw new Error(
      `msa-unet brings the WASM backend of tfjs ${wasm.version_wasm} along, but the page runs tfjs ${tf.version.tfjs}; run ` +
        `npm install @tensorflow/tfjs@${wasm.version_wasm}`,
    );
  const simd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
  const binary = await wasmBinary(folder, simd);
  if (threads === 1 || !simd) return { whyAlone: null, dispose: await startAlone(wasm, binary) };
  try {
    return { whyAlone: null, dispose: await startThreads(wasm, binary, threads) };
  } catch (error) {
    const whyAlone = error instanceof Error ? error.message : String(error);
    return { whyAlone, dispose: await startAlone(wasm, binary) };
  }
}

async function startAlone(wasm: Package, binary: Uint8Array<ArrayBuffer>): Promise<() => void> {
  return registerWasm(await startModule(wasm, binary), wasm.BackendWasm, () => {});
}

/** @throws Error if the page can share no memory with workers, or they do not start */
async function startThreads(wasm: Package, binary: Uint8Array<ArrayBuffer>, threads: number): Promise<() => void> {
  requireSharing();
  const module = await startModule(wasm, sharedBinary(binary));
  const end = await startCrew(heapOf({ wasm: module })!, threads, startPageWorker);
  return registerWasm(module, wasm.BackendWasm, end);
}

const startModule = async (wasm: Package, binary: Uint8Array<ArrayBuffer>): ReturnType<Package['startModule']> =>
  within(instantiate(wasm, await compile(binary)), 'WebAssembly did not start');

async function compile(binary: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return await within(WebAssembly.compile(binary), 'WebAssembly did not compile');
  } catch (cause) {
    if (!/unsafe-eval|CSP|Content.Security/i.test(String(cause))) throw cause;
    const fix = "add 'wasm-unsafe-eval' to its script-src";
    throw new Error(`the page's Content-Security-Policy forbids WebAssembly; ${fix}`, { cause });
  }
}

/** Starts Emscripten's module on a compiled binary; by itself it would look for the file, and never report some failures. */
const instantiate = ({ startModule }: Package, compiled: WebAssembly.Module): ReturnType<Package['startModule']> =>
  new Promise((resolve, reject) => {
    startModule({
      instantiateWasm(imports, receive) {
        WebAssembly.instantiate(compiled, imports).then(receive).catch(reject);
        return {};
      },
    }).then(resolve, reject);
  });
