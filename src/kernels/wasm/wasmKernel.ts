import type * as tf from '@tensorflow/tfjs';

import type { Attributes, Implementation, Infos, Kernel, Tensors } from '../kernel';
import { fetchAll, type WasmBackend } from './backend';

/** Computes a kernel on the WASM heap, which holds all inputs. */
type Run<I extends Tensors, A extends Attributes> = (
  backend: WasmBackend,
  inputs: Infos<I>,
  attributes: A,
) => tf.TensorInfo[];

/** Implements a kernel on the WASM heap; without `takes` it handles every call. */
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
