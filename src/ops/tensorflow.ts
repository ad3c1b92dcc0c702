import * as tf from '@tensorflow/tfjs';

/** What this library uses of tfjs-node's backend. */
interface TensorflowBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Readonly<Record<AttributeType | 'TF_FLOAT', number>>;
  executeMultipleOutputs(op: string, attributes: Attribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[];
}

type AttributeType =
  | 'TF_ATTR_TYPE'
  | 'TF_ATTR_SHAPE'
  | 'TF_ATTR_STRING'
  | 'TF_ATTR_BOOL'
  | 'TF_ATTR_INT'
  | 'TF_ATTR_FLOAT';

/** An attribute of one of TensorFlow's operations. Types follow from the inputs, so that few are needed. */
export interface Attribute {
  name: string;
  type: number;
  value: number | boolean | string | number[];
}

/** Whether the current backend is TensorFlow on the CPU. On its GPUs a dozen stock kernels cost next to nothing. */
export const runsOnTensorflowCpu = (): boolean => tf.getBackend() === 'tensorflow' && !backend().isUsingGpuDevice;

/**
 * Runs an operation of TensorFlow by its name, also one that tfjs has no kernel for. It leaves no trace on the tape of
 * gradients: use it inside of `withGradient`.
 *
 * @see https://www.tensorflow.org/api_docs/python/tf/raw_ops
 */
export const runOnTensorflow = (op: string, inputs: tf.Tensor[], attributes: Attribute[] = [], outputs = 1) =>
  backend().executeMultipleOutputs(op, attributes, inputs, outputs);

export const floatType = (name: string): Attribute => ({ ...typed(name, 'TF_ATTR_TYPE'), value: binding().TF_FLOAT });
export const flag = (name: string, value: boolean): Attribute => ({ ...typed(name, 'TF_ATTR_BOOL'), value });
export const text = (name: string, value: string): Attribute => ({ ...typed(name, 'TF_ATTR_STRING'), value });
export const float = (name: string, value: number): Attribute => ({ ...typed(name, 'TF_ATTR_FLOAT'), value });
export const integers = (name: string, value: number[]): Attribute => ({ ...typed(name, 'TF_ATTR_INT'), value });
export const shape = (name: string, value: number[]): Attribute => ({ ...typed(name, 'TF_ATTR_SHAPE'), value });

const typed = (name: string, type: AttributeType) => ({ name, type: binding()[type] });
const backend = () => tf.backend() as tf.KernelBackend & TensorflowBackend;
const binding = () => backend().binding;
