import * as tf from '@tensorflow/tfjs';

/** The part of tfjs-node's backend that this library uses; most of it is internal. */
export interface TensorflowBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Readonly<Record<AttributeType | 'TF_FLOAT', number>>;
  executeSingleOutput(op: string, attributes: Attribute[], inputs: tf.TensorInfo[]): tf.Tensor;
  executeMultipleOutputs(op: string, attributes: Attribute[], inputs: tf.TensorInfo[], outputs: number): tf.Tensor[];
  readSync(dataId: tf.DataId): tf.backend_util.TypedArray | Uint8Array[];
  loadSavedModelMetaGraph(path: string, tags: string): number;
  runSavedModel(id: number, inputs: tf.Tensor[], inputNames: { name: string }[], outputNames: string[]): tf.Tensor[];
  deleteSavedModel(id: number): void;
}

export type AttributeType =
  | 'TF_ATTR_TYPE'
  | 'TF_ATTR_SHAPE'
  | 'TF_ATTR_STRING'
  | 'TF_ATTR_BOOL'
  | 'TF_ATTR_INT'
  | 'TF_ATTR_FLOAT';

/** An attribute of a TensorFlow operation. TensorFlow infers most types from the inputs, so few are needed. */
export interface Attribute {
  name: string;
  type: number;
  value: number | boolean | string | number[];
}

/** Returns the current backend, which must be TensorFlow. */
export const tensorflowBackend = () => tf.backend() as tf.KernelBackend & TensorflowBackend;

/** Whether the current backend is TensorFlow on the CPU. On its GPUs a dozen stock kernels cost next to nothing. */
export const runsOnCpu = (): boolean => tf.getBackend() === 'tensorflow' && !tensorflowBackend().isUsingGpuDevice;

/**
 * Runs a TensorFlow operation by name, also one that tfjs has no kernel for. Gradients do not record it.
 *
 * @see https://www.tensorflow.org/api_docs/python/tf/raw_ops
 */
export const runOperation = (op: string, inputs: tf.Tensor[], attributes: Attribute[] = [], outputs = 1) =>
  tensorflowBackend().executeMultipleOutputs(op, attributes, inputs, outputs);

export const floatType = (name: string): Attribute => ({ ...typed(name, 'TF_ATTR_TYPE'), value: binding().TF_FLOAT });
export const flag = (name: string, value: boolean): Attribute => ({ ...typed(name, 'TF_ATTR_BOOL'), value });
export const text = (name: string, value: string): Attribute => ({ ...typed(name, 'TF_ATTR_STRING'), value });
export const float = (name: string, value: number): Attribute => ({ ...typed(name, 'TF_ATTR_FLOAT'), value });
export const integers = (name: string, value: number[]): Attribute => ({ ...typed(name, 'TF_ATTR_INT'), value });
export const shape = (name: string, value: number[]): Attribute => ({ ...typed(name, 'TF_ATTR_SHAPE'), value });

/** Attributes that all convolution operations take. */
export const convAttributes = (stride: number, dilation: number, pad: 'same' | 'valid'): Attribute[] => [
  integers('strides', [1, stride, stride, 1]),
  integers('dilations', [1, dilation, dilation, 1]),
  text('padding', pad.toUpperCase()),
];

const typed = (name: string, type: AttributeType) => ({ name, type: binding()[type] });
const binding = () => tensorflowBackend().binding;

/** Receives every TensorFlow operation, and every read of values. */
export interface OperationObserver {
  onOperation(op: string, attributes: Attribute[], inputs: tf.TensorInfo[], outputs: tf.Tensor[]): void;
  /** Called when values are read: what JavaScript computes from them cannot be observed. */
  onRead(dataId: tf.DataId): void;
}

/** Runs a function and reports its operations and reads to the observer. */
export function observeOperations<T>(observer: OperationObserver, run: () => T): T {
  const backend = tensorflowBackend();
  const { executeSingleOutput, executeMultipleOutputs, readSync } = backend;
  const observed: Partial<TensorflowBackend> = {
    executeSingleOutput: (op, attributes, inputs) => {
      const output = executeSingleOutput.call(backend, op, attributes, inputs);
      observer.onOperation(op, attributes, inputs, [output]);
      return output;
    },
    executeMultipleOutputs: (op, attributes, inputs, count) => {
      const outputs = executeMultipleOutputs.call(backend, op, attributes, inputs, count);
      observer.onOperation(op, attributes, inputs, outputs);
      return outputs;
    },
    readSync: (dataId) => {
      observer.onRead(dataId);
      return readSync.call(backend, dataId);
    },
  };
  Object.assign(backend, observed);
  try {
    return run();
  } finally {
    Object.assign(backend, { executeSingleOutput, executeMultipleOutputs, readSync });
  }
}

/** A graph that TensorFlow has loaded. */
export interface LoadedSavedModel {
  /** Computes the tensors `names` from the given ones. */
  run(given: tf.Tensor[], givenNames: string[], names: string[]): tf.Tensor[];
  /** Frees the graph, even if another backend is current. */
  dispose(): void;
}

/** Loads the SavedModel in a folder by its tag. */
export function loadSavedModel(folder: string, tag: string): LoadedSavedModel {
  const backend = tensorflowBackend();
  const id = backend.loadSavedModelMetaGraph(folder, tag);
  return {
    run: (given, givenNames, names) =>
      backend.runSavedModel(
        id,
        given,
        givenNames.map((name) => ({ name })),
        names,
      ),
    dispose: () => backend.deleteSavedModel(id),
  };
}
