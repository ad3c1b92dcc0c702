import type * as tf from '@tensorflow/tfjs';

import { outOfMemory } from '../../utils/outOfMemory';

/** The part of tfjs's wasm backend that this library uses; most of it is internal. */
export interface WasmBackend {
  makeOutput(shape: number[], dtype: 'float32', memoryOffset?: number): tf.TensorInfo;
  disposeData(dataId: tf.DataId): boolean;
  incRef(dataId: tf.DataId): void;
  /** Returns a view that is valid until the heap grows. */
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
  dataIdMap: { get(dataId: tf.DataId): { id: number; memoryOffset: number }; delete(dataId: tf.DataId): boolean };
  wasm: { tfjs: { disposeData(id: number): void } } & WithMemory;
}

/**
 * Allocates a float32 tensor with uninitialised values.
 *
 * @throws Error if the heap is full: tfjs would write to address 0 and corrupt the memory there
 */
export function allocate(backend: WasmBackend, shape: number[]): tf.TensorInfo {
  const tensor = backend.makeOutput(shape, 'float32');
  if (backend.dataIdMap.get(tensor.dataId).memoryOffset === 0) throw outOfMemory();
  return tensor;
}

/** Moves tensors of other backends onto the heap. Call it before creating views: the heap may grow. */
export function fetchAll({ dataIdMap }: WasmBackend, tensors: readonly tf.TensorInfo[]): void {
  for (const { dataId } of tensors) dataIdMap.get(dataId);
}

/** Returns the address of a tensor in the heap, in bytes. */
export const addressOf = ({ dataIdMap }: WasmBackend, { dataId }: tf.TensorInfo): number =>
  dataIdMap.get(dataId).memoryOffset;

/** Returns a tensor that shares the memory of this one, and counts it as a user of that memory. */
export function shareMemory(backend: WasmBackend, { dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}

/**
 * Creates a tensor over part of another tensor's memory; pass it to {@link forgetView} before disposing that tensor.
 */
export const viewAt = (backend: WasmBackend, shape: number[], address: number): tf.TensorInfo =>
  backend.makeOutput(shape, 'float32', address);

/** Removes a tensor made by {@link viewAt} without freeing its memory. */
export function forgetView(backend: WasmBackend, { dataId }: tf.TensorInfo): void {
  backend.wasm.tfjs.disposeData(backend.dataIdMap.get(dataId).id);
  backend.dataIdMap.delete(dataId);
}

/** Returns the heap for import into a module of ours; `null` in tfjs's own binary with threads, which does not expose it. */
export const heapOf = ({ wasm }: { readonly wasm: WithMemory }): WebAssembly.Memory | null => wasm.asm?.memory ?? null;

interface WithMemory {
  readonly asm?: { readonly memory?: WebAssembly.Memory };
}

/** tfjs's binary after Emscripten's start-up. */
export interface WasmModule extends WithMemory {
  cwrap(name: string, result: 'number' | null, args: 'number'[]): (...args: number[]) => number;
  tfjs?: object;
}

/** Adds the functions of the binary that tfjs's backend calls, as the `init` of its package does. */
export function exposeCalls(module: WasmModule): void {
  module.tfjs = {
    init: module.cwrap('init', null, []),
    initWithThreadsCount: module.cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: module.cwrap('get_threads_count', 'number', []),
    registerTensor: module.cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: module.cwrap('dispose_data', null, ['number']),
    dispose: module.cwrap('dispose', null, []),
  };
}
