import { importSideFile } from '../../utils/importSideFile';
import { within } from '../../utils/within';

/** The binary that the library brings along. */
const brought = { name: 'tfjsWasmBinary.js', load: () => import('./sideFiles/tfjsWasmBinary') };

const copyThem = 'Copy node_modules/@tensorflow/tfjs-backend-wasm/dist/*.wasm there, or leave `wasmPath` out';

/**
 * Returns the binary of tfjs's WASM backend.
 *
 * @param folder where the page hosts the files of `@tensorflow/tfjs-backend-wasm`. `null`: the one that the library brings
 *   along
 * @throws Error if the file is missing, or something else is found in its place
 */
export async function wasmBinary(folder: string | null, simd: boolean): Promise<Uint8Array<ArrayBuffer>> {
  if (folder !== null) return fetchBinary(folder, simd ? 'tfjs-backend-wasm-simd.wasm' : 'tfjs-backend-wasm.wasm');
  if (!simd)
    throw new Error(
      'this browser has no WebAssembly SIMD, which Chrome has from 91, Firefox from 89 and Safari from 16.4. For older ones, ' +
        'host node_modules/@tensorflow/tfjs-backend-wasm/dist/*.wasm and pass their folder as `wasmPath`',
    );
  return (await importSideFile(brought)).binary;
}

async function fetchBinary(folder: string, file: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(`${folder.replace(/\/*$/, '/')}${file}`, globalThis.document?.baseURI ?? location.href).href;
  const response = await within(fetch(url), `${url} did not answer`).catch((cause) => {
    throw new Error(`${url} cannot be fetched (${cause.message}). ${copyThem}`, { cause });
  });
  const served = `HTTP ${response.status}, ${response.headers.get('Content-Type') ?? 'no content type'}`;
  if (!response.ok) throw new Error(`${file} is missing at ${url} (${served}). ${copyThem}`);
  const bytes = new Uint8Array(await within(response.arrayBuffer(), `${url} did not arrive`));
  if (!isWasm(bytes)) throw new Error(`${url} is not WebAssembly (${served}). ${copyThem}`);
  return bytes;
}

/** Whether the bytes start like a binary; many servers send a page in place of a missing file. */
const isWasm = (bytes: Uint8Array) => [0x00, 0x61, 0x73, 0x6d].every((byte, i) => bytes[i] === byte);
