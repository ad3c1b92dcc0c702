import * as tf from '@tensorflow/tfjs';

import { within } from './within';

/** A file of tfjs that the build writes beside the library, and how to import it. */
export interface SideFile<Exports> {
  readonly name: string;
  load(): Promise<Exports>;
}

/** @throws Error if the file cannot be loaded: the bundle was deployed without it, or the network fails */
export async function importSideFile<Exports>({ name, load }: SideFile<Exports>): Promise<Exports> {
  try {
    return await within(load(), `${name} did not load`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `${name} was not loaded (${reason}). Deploy it with the page; it is in node_modules/msa-unet/dist`,
      {
        cause,
      },
    );
  }
}

/** Imports tfjs's package of a backend from a side file once, in place of one that the page has imported and not started. */
export function backendPackage<Exports>(backend: string, file: SideFile<Exports>): () => Promise<Exports> {
  let loading: Promise<Exports> | null = null;
  return () => {
    loading ??= importInPlace(backend, file).catch((error) => {
      loading = null;
      throw error;
    });
    return loading;
  };
}

async function importInPlace<Exports>(backend: string, file: SideFile<Exports>): Promise<Exports> {
  for (const { kernelName } of tf.getKernelsForBackend(backend)) tf.unregisterKernel(kernelName, backend);
  if (tf.findBackendFactory(backend)) tf.removeBackend(backend);
  return importSideFile(file);
}
