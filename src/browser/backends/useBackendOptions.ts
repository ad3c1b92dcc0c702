import { isThreads, mostThreads } from '../../kernels/wasm/threads/numberOfThreads';
import { invalidOption } from '../../utils/errors';

/** Options of {@link useBackend}. */
export interface UseBackendOptions {
  /** Called with the line that names the choice and its reason. `null`: quiet. @defaultValue `console.info` */
  log?: ((line: string) => void) | null;
  /**
   * URL of a folder with the files `node_modules/@tensorflow/tfjs-backend-wasm/dist/*.wasm`, for pages that host them
   * themselves; relative URLs start at the page. @defaultValue `null`: the binary that the library brings along
   */
  wasmPath?: string | null;
  /**
   * Threads of `wasm`, 1 to 8; it has one unless the page is cross-origin isolated. Other backends choose their own.
   * @defaultValue `null`: the number of processors
   */
  threads?: number | null;
  /** GPU that WebGPU prefers if there are two. @defaultValue `'high-performance'` */
  powerPreference?: 'high-performance' | 'low-power';
}

/** Throws OptionError unless the options of a backend are valid. */
export function requireBackendOptions(
  owner: string,
  { log = null, wasmPath = null, threads = null, powerPreference = 'high-performance' }: UseBackendOptions,
): void {
  if (log !== null && typeof log !== 'function')
    throw invalidOption(owner, 'log', 'a function of a line, or null', log, [
      { option: 'log', value: null, when: 'for none' },
      { option: 'log', value: undefined, when: 'for the console' },
    ]);
  if (wasmPath !== null && typeof wasmPath !== 'string')
    throw invalidOption(owner, 'wasmPath', 'the URL of a folder, or null', wasmPath, {
      option: 'wasmPath',
      value: null,
      when: 'for the files that the library brings along',
    });
  if (threads !== null && !isThreads(threads))
    throw invalidOption(owner, 'threads', `an integer from 1 to ${mostThreads}, or null`, threads, {
      option: 'threads',
      value: null,
      when: 'for the number of processors',
    });
  if (!['high-performance', 'low-power'].includes(powerPreference))
    throw invalidOption(owner, 'powerPreference', 'one of high-performance, low-power', powerPreference, {
      option: 'powerPreference',
      value: undefined,
      when: 'for the fastest GPU',
    });
}
