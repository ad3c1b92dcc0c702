import * as tf from '@tensorflow/tfjs';

import { exposeCalls, type WasmModule } from './backend';

/**
 * Registers a started binary as the backend `wasm`, in place of what is registered.
 *
 * @param BackendWasm the class of tfjs's package
 * @param onRemove ends what belongs to the backend
 * @returns a function that removes it with all its tensors; no effect if another has taken its place since
 */
export function registerWasm<Module extends WasmModule>(
  module: Module,
  BackendWasm: new (module: Module) => tf.KernelBackend,
  onRemove: () => void,
): () => void {
  const factory = () => {
    exposeCalls(module);
    return new BackendWasm(module);
  };
  if (tf.findBackendFactory('wasm')) tf.removeBackend('wasm');
  tf.registerBackend('wasm', factory, priority);
  return () => {
    if (tf.findBackendFactory('wasm') !== factory) return;
    tf.removeBackend('wasm');
    onRemove();
  };
}

/** Priority that tfjs gives it. */
export const priority = 2;
