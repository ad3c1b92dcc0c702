import type * as tf from '@tensorflow/tfjs';

import { outOfMemory } from '../utils/outOfMemory';

/** What this library uses of tfjs's wasm backend. */
export interface WasmBackend {
  makeOutput(shape: number[], dtype: 'float32', memoryOffset?: number): tf.TensorInfo;
  disposeData(dataId: tf.DataId): boolean;
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
  dataIdMap: { get(dataId: tf.DataId): { id: number; memoryOffset: number }; delete(dataId: tf.DataId): boolean };
  wasm: { tfjs: { disposeData(id: number): void }; asm?: { memory?: WebAssembly.Memory } };
}

/**
 * A float32 tensor whose values are still garbage.
 *
 * @throws Error if the heap is full: tfjs would write to address 0 and damage what lies there
 */
export function allocateOnWasm(backend: WasmBackend, shape: number[]): tf.TensorInfo {
  const tensor = backend.makeOutput(shape, 'float32');
  if (backend.dataIdMap.get(tensor.dataId).memoryOffset === 0) throw outOfMemory();
  return tensor;
}

/** Where a tensor lies in the heap, in bytes. */
export const addressOf = ({ dataIdMap }: WasmBackend, { dataId }: tf.TensorInfo): number =>
  dataIdMap.get(dataId).memoryOffset;
