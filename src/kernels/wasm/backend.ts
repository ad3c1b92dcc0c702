import type * as tf from '@tensorflow/tfjs';

import { outOfMemory } from '../../utils/outOfMemory';

/** What this library uses of tfjs's wasm backend, most of it internal. */
export interface WasmBackend {
  makeOutput(shape: number[], dtype: 'float32', memoryOffset?: number): tf.TensorInfo;
  disposeData(dataId: tf.DataId): boolean;
  incRef(dataId: tf.DataId): void;
  /** A view, valid until the heap grows. */
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
  dataIdMap: { get(dataId: tf.DataId): { id: number; memoryOffset: number }; delete(dataId: tf.DataId): boolean };
  wasm: { tfjs: { disposeData(id: number): void }; asm?: { memory?: WebAssembly.Memory } };
}

/**
 * A float32 tensor whose values are still garbage.
 *
 * @throws Error if the heap is full: tfjs would write to address 0 and damage what lies there
 */
export function allocate(backend: WasmBackend, shape: number[]): tf.TensorInfo {
  const tensor = backend.makeOutput(shape, 'float32');
  if (backend.dataIdMap.get(tensor.dataId).memoryOffset === 0) throw outOfMemory();
  return tensor;
}

/** Moves tensors of other backends onto the heap. Comes before any view: it may make the heap grow. */
export function fetchAll({ dataIdMap }: WasmBackend, tensors: readonly tf.TensorInfo[]): void {
  for (const { dataId } of tensors) dataIdMap.get(dataId);
}

/** Where a tensor lies in the heap, in bytes. */
export const addressOf = ({ dataIdMap }: WasmBackend, { dataId }: tf.TensorInfo): number =>
  dataIdMap.get(dataId).memoryOffset;

/** Counts one more tensor that uses the memory of this one. */
export function shareMemory(backend: WasmBackend, { dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}

/** A tensor over a part of another tensor's memory; give it to {@link forgetView} before that tensor goes. */
export const viewAt = (backend: WasmBackend, shape: number[], address: number): tf.TensorInfo =>
  backend.makeOutput(shape, 'float32', address);

/** Forgets a tensor made over another tensor's memory, without freeing that memory. */
export function forgetView(backend: WasmBackend, { dataId }: tf.TensorInfo): void {
  backend.wasm.tfjs.disposeData(backend.dataIdMap.get(dataId).id);
  backend.dataIdMap.delete(dataId);
}

/** The heap as a module of our own can import it; `null` with threads, where tfjs does not expose it. */
export function heapOf({ wasm }: WasmBackend): WebAssembly.Memory | null {
  const memory = wasm.asm?.memory;
  return memory && memory.buffer instanceof ArrayBuffer ? memory : null;
}
