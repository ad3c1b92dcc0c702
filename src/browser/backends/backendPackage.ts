import * as tf from '@tensorflow/tfjs';

import { importSideFile, type SideFile } from '../../utils/importSideFile';

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
