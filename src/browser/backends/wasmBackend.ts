import * as tf from '@tensorflow/tfjs';

import { startedBackend } from '../../kernels/engine';
import { exposeCalls } from '../../kernels/wasm/backend';
import type { Activated } from '../../utils/chooseBackend';
import { makeCurrent } from '../../utils/makeCurrent';
import { within } from '../../utils/within';
import { backendPackage } from './backendPackage';
import { wasmBinary } from './wasmBinary';

const importPackage = backendPackage('wasm', { name: 'tfjsWasm.js', load: () => import('./sideFiles/tfjsWasm') });

/**
 * Activates WebAssembly with one thread: tfjs starts its threads from the text of a function, which minifiers break, and
 * then waits for them for ever.
 *
 * @param choice.wasmPath folder of the `.wasm` files. `null`: the one that the library brings along
 * @throws Error if the binary is missing, or the browser or the page's Content-Security-Policy does not allow it
 */
export async function activateWasm({ wasmPath }: { wasmPath: string | null }): Promise<Activated> {
  const isNew = !startedBackend('wasm');
  if (isNew) await register(wasmPath);
  await makeCurrent('wasm');
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return {
    detail: `${simd ? 'SIMD' : 'no SIMD'}, ${isNew || ours.has(tf.backend()) ? '1 thread' : 'started by the page itself'}`,
    versions: { '@tensorflow/tfjs-backend-wasm': tf.version.tfjs },
  };
}

/** Backends that were started here. */
const ours = new WeakSet<tf.KernelBackend>();

async function register(wasmPath: string | null): Promise<void> {
  const { BackendWasm, startModule, version_wasm } = await importPackage();
  if (version_wasm !== tf.version.tfjs)
    throw new Error(
      `msa-unet brings the WASM backend of tfjs ${version_wasm} along, but the page runs tfjs ${tf.version.tfjs}; run npm ` +
        `install @tensorflow/tfjs@${version_wasm}`,
    );
  const simd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
  const compiled = await compile(await wasmBinary(wasmPath, simd));
  const module = await within(instantiate(startModule, compiled), 'WebAssembly did not start');
  exposeCalls(module);
  if (tf.findBackendFactory('wasm')) tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => {
    const backend = new BackendWasm(module);
    ours.add(backend);
    return backend;
  });
}

async function compile(binary: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return await within(WebAssembly.compile(binary), 'WebAssembly did not compile');
  } catch (cause) {
    if (!/unsafe-eval|CSP|Content.Security/i.test(String(cause))) throw cause;
    const fix = "add 'wasm-unsafe-eval' to its script-src";
    throw new Error(`the page's Content-Security-Policy forbids WebAssembly; ${fix}`, { cause });
  }
}

type Start = Awaited<ReturnType<typeof importPackage>>['startModule'];

/** Starts Emscripten's module on a compiled binary; by itself it would look for the file, and never report some failures. */
const instantiate = (startModule: Start, compiled: WebAssembly.Module): ReturnType<Start> =>
  new Promise((resolve, reject) => {
    startModule({
      instantiateWasm(imports, receive) {
        WebAssembly.instantiate(compiled, imports).then(receive).catch(reject);
        return {};
      },
    }).then(resolve, reject);
  });
