import * as tf from '@tensorflow/tfjs';

import { type Simd, simdOf } from './simd/simdOf';
import { allocateOnWasm, type WasmBackend } from './wasmBackend';

/** Numbers, lists of numbers and of records that a kernel needs beside its tensors. */
export type Attributes = { [name: string]: number | number[] | Record<string, number>[] };

/** A tensor function written as a loop over typed arrays. */
export interface HostKernel<A extends Attributes> {
  /** Name in the kernel registry and in profiles; starts with `MsaUnet`. */
  name: string;
  outputShapes: (inputShapes: number[][], attributes: A) => number[][];
  /** Reads the inputs and fills **every** element of the outputs, which hold garbage before. Nothing here is a copy. */
  loop: (inputs: Float32Array[], outputs: Float32Array[], attributes: A) => void;
  /**
   * The same in SIMD, for WASM: `scratch` is memory for as many floats as `floats` says. Not used where it says `null`.
   */
  fast?: {
    floats: (inputShapes: number[][], attributes: A) => number | null;
    loop: (simd: Simd, inputs: Float32Array[], outputs: Float32Array[], scratch: Float32Array, attributes: A) => void;
  };
}

/** The backend's memory as JavaScript sees it. */
interface HostMemory {
  allocate(shape: number[]): tf.TensorInfo;
  /** A view; allocating anything may make it invalid. */
  view(tensor: tf.TensorInfo): Float32Array;
  free(tensor: tf.TensorInfo): void;
  simd: Simd | null;
}

interface CpuBackend {
  data: { get(dataId: tf.DataId): { values: tf.backend_util.TypedArray } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): tf.TensorInfo;
}

const memories: { [backendName: string]: (backend: object) => HostMemory } = {
  cpu: (backend) => {
    const { data, makeTensorInfo } = backend as CpuBackend;
    return {
      allocate: (shape) =>
        makeTensorInfo.call(backend, shape, 'float32', new Float32Array(tf.util.sizeFromShape(shape))),
      view: ({ dataId }) => floatsOf(data.get(dataId).values),
      free: () => {},
      simd: null,
    };
  },
  wasm: (backend) => ({
    allocate: (shape) => allocateOnWasm(backend as WasmBackend, shape),
    view: (tensor) => (backend as WasmBackend).typedArrayFromHeap(tensor),
    free: ({ dataId }) => (backend as WasmBackend).disposeData(dataId),
    simd: simdOf(backend as WasmBackend),
  }),
};

/** A cast to float32 leaves integers and booleans as they are on cpu. */
const floatsOf = (values: tf.backend_util.TypedArray) =>
  values instanceof Float32Array ? values : Float32Array.from(values);

/** Whether the current backend keeps its tensors where JavaScript sees them, so that {@link hostKernel}s run on it. */
export const runsOnHost = (): boolean => tf.getBackend() in memories;

/**
 * Makes a function of tensors from a loop over typed arrays, for the cpu and wasm backends.
 *
 * One such pass costs about a nanosecond per element; the same composed of stock WASM kernels takes several passes,
 * copies whole inputs out of the heap (slice, gather), or does not exist (filter gradients). All tensors are float32.
 */
export function hostKernel<A extends Attributes>({ name, outputShapes, loop, fast }: HostKernel<A>) {
  const register = () => {
    for (const [backendName, memoryOf] of Object.entries(memories)) {
      registerOnce(name, backendName, (inputs, attributes, backend) => {
        const memory = memoryOf(backend);
        const shapes = inputs.map(({ shape }) => shape);
        const outputs = outputShapes(shapes, attributes as A).map(memory.allocate);
        const simd = fast ? memory.simd : null;
        const floats = simd && fast!.floats(shapes, attributes as A);
        const scratch = floats === null ? null : memory.allocate([Math.max(1, floats)]);
        const [from, to] = [inputs.map(memory.view), outputs.map(memory.view)]; // only after the last allocation
        if (scratch) fast!.loop(simd!, from, to, memory.view(scratch), attributes as A);
        else loop(from, to, attributes as A);
        if (scratch) memory.free(scratch);
        return outputs;
      });
    }
  };
  return (inputs: tf.Tensor[], attributes: A): tf.Tensor[] => {
    register();
    return runKernel(name, inputs, attributes);
  };
}

/** A kernel's work on one backend. */
export type KernelWork = (inputs: tf.TensorInfo[], attributes: Attributes, backend: object) => tf.TensorInfo[];

/** Registers a kernel at its first use: the library does nothing when it is imported. */
export function registerOnce(kernelName: string, backendName: string, work: KernelWork): void {
  if (tf.getKernel(kernelName, backendName)) return;
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const tensors = Object.values(inputs) as tf.TensorInfo[];
      if (backendName === 'wasm') for (const { dataId } of tensors) fetchData(backend as WasmBackend, dataId);
      return work(tensors, attrs as Attributes, backend);
    },
  });
}

/** Moves a tensor of another backend here. That may make the heap grow, which ends all views, so it comes before them. */
const fetchData = ({ dataIdMap }: WasmBackend, dataId: tf.DataId) => dataIdMap.get(dataId);

/** Runs a kernel of this library; the order of the inputs is kept. */
export function runKernel(kernelName: string, inputs: tf.Tensor[], attributes: Attributes): tf.Tensor[] {
  const named = Object.fromEntries(inputs.map((input, i) => [`input${i}`, input]));
  return tf.engine().runKernel<tf.Tensor[]>(kernelName, named, attributes);
}
