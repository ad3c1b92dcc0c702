import * as tf from '@tensorflow/tfjs';

import { registeredFactory } from '../../kernels/engine';
import { importSideFile, type SideFile } from '../../utils/importSideFile';

/**
 * Imports tfjs's package of a backend from a side file once, in place of one that the page has imported and not started.
 * If the import fails, the page's own remains.
 */
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
  const restore = setAside(backend);
  try {
    return await importSideFile(file);
  } catch (error) {
    restore();
    throw error;
  }
}

/** Removes the kernels and the factory of a backend. Returns a function that restores them. */
function setAside(backend: string): () => void {
  const kernels = tf.getKernelsForBackend(backend);
  const registered = registeredFactory(backend);
  remove(backend);
  return () => {
    remove(backend);
    for (const kernel of kernels) tf.registerKernel(kernel);
    if (registered) tf.registerBackend(backend, registered.factory, registered.priority);
  };
}

function remove(backend: string): void {
  for (const { kernelName } of tf.getKernelsForBackend(backend)) tf.unregisterKernel(kernelName, backend);
  if (tf.findBackendFactory(backend)) tf.removeBackend(backend);
}
