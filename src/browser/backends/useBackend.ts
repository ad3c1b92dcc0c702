import * as tf from '@tensorflow/tfjs';

/** Backends available in browsers. */
export type BackendName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** Result of {@link useBackend}. */
export interface BackendInfo {
  /** Name of the backend. */
  readonly name: BackendName;
  /** Device. */
  readonly detail: string;
  /** Reason for the choice. */
  readonly reason: string;
}

/** Options of {@link useBackend}. */
export interface UseBackendOptions {
  /** Folder of the `.wasm` files. */
  wasmPath?: string | null;
  /** Called with the line that names the choice. `null`: quiet. */
  log?: ((line: string) => void) | null;
  /** GPU that WebGPU prefers. */
  powerPreference?: 'high-performance' | 'low-power';
}

/** Selects the backend. */
export async function useBackend(
  name: BackendName | 'auto' = 'auto',
  { log }: UseBackendOptions = {},
): Promise<BackendInfo> {
  const chosen = name === 'auto' ? 'cpu' : name;
  if (!(await tf.setBackend(chosen))) throw new Error(`useBackend: ${chosen} cannot be used here`);
  log?.(`backend ${chosen}`);
  return { name: chosen, detail: 'as tfjs starts it', reason: 'as asked' };
}
