import type * as tf from '@tensorflow/tfjs';

import type { Attributes, Implementation, Infos, Kernel, Tensors } from '../kernel';
import { fetchAll, type WasmBackend } from './backend';

/** What computes a kernel on the WASM heap, where all inputs lie already. */
type Run<I extends Tensors, A extends Attributes> = (
  backend: WasmBackend,
  inputs: Infos<I>,
  attributes: A,
) => tf.TensorInfo[];

/** A kernel on the WASM heap; it takes every call unless `takes` says otherwise. */
export function wasmKernel<I extends Tensors, A extends Attributes, O extends Tensors>(
  kernel: Kernel<I, A, O>,
  run: Run<I, A>,
  takes?: (inputs: I, attributes: A) => boolean,
): Implementation<I, A, O> {
  return {
    kernel,
    ...(takes && { takes }),
    run: (inputs, attributes, wasmBackend) => {
      const backend = wasmBackend as WasmBackend;
      fetchAll(backend, inputs);
      return run(backend, inputs, attributes);
    },
  };
}
