import { abortOnInterrupt, type BackendInfo, type BackendName, useBackend } from 'msa-unet/node';

import { option, type Values } from '../args/option';
import { oneOf, whole } from '../args/readers';

const names: readonly (BackendName | 'auto')[] = ['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu'];

/** Options of every command that computes. */
export const backendOptions = {
  backend: option('NAME', names.join(', '), 'auto', oneOf(names)),
  threads: option('N', 'WASM threads, 1 to 8', 'one per processor', whole()),
};

/** Runs a function on the requested backend, with a signal that Ctrl-C aborts. */
export async function withBackend<T>(
  { backend: name, threads }: Values<typeof backendOptions>,
  run: (signal: AbortSignal, backend: BackendInfo) => Promise<T>,
): Promise<T> {
  const backend = await useBackend(name, { threads });
  return abortOnInterrupt((signal) => run(signal, backend)).finally(() => backend.dispose());
}
