import { requireKnown } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { requireBackendOptions, type UseBackendOptions } from '../backends/useBackendOptions';
import type { BackendChoice } from './segmenter';
import type { SegmenterWorker } from './watchWorker';

/** Options of {@link createSegmenter}. */
export interface CreateSegmenterOptions extends UseBackendOptions {
  /** Backend of the worker, as for {@link useBackend}: `'webgpu'`, `'webgl'`, `'wasm'`, `'cpu'`. @defaultValue `'auto'` */
  backend?: BackendChoice;
  /**
   * Worker that runs {@link serveSegmenter}, for models with layers of your own; `dispose` ends it. `null`: the worker of
   * this package. @defaultValue `null`
   */
  worker?: SegmenterWorker | null;
  /** Seconds that the worker may take to load its script and start the backend, > 0. @defaultValue `120` */
  startSeconds?: number;
}

const owner = 'createSegmenter';
const backends: readonly BackendChoice[] = ['auto', 'webgpu', 'webgl', 'wasm', 'cpu'];

/** Throws OptionError unless the options of `createSegmenter` are known and valid. */
export function requireSegmenterOptions(options: CreateSegmenterOptions): void {
  if (typeof options !== 'object' || options === null)
    throw invalidOption(owner, 'options', 'an object', options, {
      action: 'pass the backend as an option',
      code: "createSegmenter({ backend: 'wasm' })",
    });
  const { backend = 'auto', worker = null, startSeconds = 120, ...rest } = options;
  const { log, wasmPath, threads, powerPreference, ...others } = rest;
  const backendOptions = { log, wasmPath, threads, powerPreference };
  requireKnown<CreateSegmenterOptions>(owner, others, { backend, worker, startSeconds, ...backendOptions });
  if (!backends.includes(backend))
    throw invalidOption(owner, 'backend', `one of ${backends.join(', ')}`, backend, {
      option: 'backend',
      value: 'auto',
      when: 'for the fastest that works here',
    });
  if (worker !== null && typeof worker.postMessage !== 'function')
    throw invalidOption(owner, 'worker', 'a Worker, or null', worker, {
      action: 'start one from its URL',
      code: "new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })",
    });
  if (!(Number.isFinite(startSeconds) && startSeconds > 0))
    throw invalidOption(owner, 'startSeconds', 'a number above 0', startSeconds, {
      option: 'startSeconds',
      value: undefined,
      when: 'for 120 s',
    });
  requireBackendOptions(owner, backendOptions);
}
