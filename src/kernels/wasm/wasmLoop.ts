import * as tf from '@tensorflow/tfjs';

import type { HostLoop } from '../host/hostLoop';
import type { Attributes, Implementation, Infos, Tensors, Values } from '../kernel';
import { allocate, type WasmBackend } from './backend';
import { type Simd, simdOf } from './simd/simdOf';
import { wasmKernel } from './wasmKernel';

/** The SIMD version of a host loop. */
interface SimdLoop<I extends Tensors, A extends Attributes, O extends Tensors> {
  /** Number of floats that `loop` needs as scratch memory; `null` if SIMD does not fit this call. */
  scratch(inputShapes: number[][], attributes: A): number | null;
  loop(simd: Simd, inputs: Values<I>, outputs: Values<O>, scratch: Float32Array, attributes: A): void;
}

/** A float that is read, changed and written takes as long as so many multiplications of a convolution. */
const workPerFloat = 4;

const sizeOf = (shapes: number[][]) => shapes.reduce((sum, shape) => sum + tf.util.sizeFromShape(shape), 0);

/** Implements a kernel by its host loop on the WASM heap. */
export const onWasm = (loop: HostLoop): Implementation => simdLoop(loop, null);

/** Implements a kernel in SIMD where that fits, otherwise by its host loop. */
export function simdLoop<I extends Tensors, A extends Attributes, O extends Tensors>(
  { kernel, takes, outputShapes, loop }: HostLoop<I, A, O>,
  fast: SimdLoop<I, A, O> | null,
): Implementation<I, A, O> {
  const run = (backend: WasmBackend, inputs: Infos<I>, attributes: A): tf.TensorInfo[] => {
    const shapes = inputs.map(({ shape }) => shape);
    const outputs = outputShapes(shapes, attributes).map((shape) => allocate(backend, shape));
    const simd = fast && simdOf(backend, workPerFloat * sizeOf(shapes));
    const floats = simd ? fast.scratch(shapes, attributes) : null;
    const scratch = floats === null ? null : allocate(backend, [Math.max(1, floats)]);
    const view = (tensor: tf.TensorInfo) => backend.typedArrayFromHeap(tensor); // valid until the next allocation
    const [from, to] = [inputs.map(view) as Values<I>, outputs.map(view) as Values<O>];
    if (scratch) {
      fast!.loop(simd!, from, to, view(scratch), attributes);
      simd!.finish();
      backend.disposeData(scratch.dataId);
    } else loop(from, to, attributes);
    return outputs;
  };
  return wasmKernel(kernel, run, takes);
}
