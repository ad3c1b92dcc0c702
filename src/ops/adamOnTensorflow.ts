import * as tf from '@tensorflow/tfjs';

import type { StepOnVectors } from './adamStep';

/** What this file uses of tfjs-node's backend. */
interface TensorflowBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Readonly<
    Record<'TF_ATTR_TYPE' | 'TF_ATTR_SHAPE' | 'TF_ATTR_STRING' | 'TF_ATTR_BOOL' | 'TF_FLOAT', number>
  >;
  executeMultipleOutputs(op: string, attributes: Attribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[];
}

interface Attribute {
  name: string;
  type: number;
  value: number | boolean | string | number[];
}

/** Whether the current backend is TensorFlow on the CPU. On its GPUs a dozen stock kernels cost next to nothing. */
export const runsOnTensorflowCpu = (): boolean => tf.getBackend() === 'tensorflow' && !backend().isUsingGpuDevice;

/**
 * One step of Adam by TensorFlow's own kernel, on all its threads.
 *
 * That takes 3 ms for 3.5 million weights, the dozen stock kernels that do the same seven times as long. It works on resources:
 * TensorFlow's variables, which exist here from the first line to the last. Nobody else holds the vectors then, so that
 * TensorFlow updates them in place.
 */
export const adamOnTensorflow: StepOnVectors = ({ w, m, v, g }, { beta1, beta2, rate, epsilon }) =>
  tf.tidy(() => {
    const variables = Object.entries({ w, m, v }).map(([name, vector]) => toVariable(`MsaUnetAdam/${name}`, vector));
    const powers = [0, 0]; // of β1 and β2: no correction of the bias but that in `rate` and `epsilon`
    const numbers = [...powers, rate, beta1, beta2, epsilon].map((number) => tf.scalar(number));
    run('ResourceApplyAdam', [float('T'), no('use_locking'), no('use_nesterov')], [...variables, ...numbers, g], 0);
    g.dispose();
    const [nextW, nextM, nextV] = variables.map(fromVariable) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
    return { m: nextM, v: nextV, w: nextW };
  });

function toVariable(name: string, vector: tf.Tensor1D): tf.Tensor {
  const { TF_ATTR_SHAPE, TF_ATTR_STRING } = binding();
  const attributes = [
    float('dtype'),
    { name: 'shape', type: TF_ATTR_SHAPE, value: vector.shape },
    { name: 'container', type: TF_ATTR_STRING, value: '' },
    { name: 'shared_name', type: TF_ATTR_STRING, value: name },
  ];
  const [handle] = run('VarHandleOp', attributes, [], 1);
  run('AssignVariableOp', [float('dtype')], [handle!, vector], 0);
  vector.dispose();
  return handle!;
}

function fromVariable(handle: tf.Tensor): tf.Tensor {
  const [vector] = run('ReadVariableOp', [float('dtype')], [handle], 1);
  run('DestroyResourceOp', [no('ignore_lookup_error')], [handle], 0);
  return vector!;
}

const backend = () => tf.backend() as tf.KernelBackend & TensorflowBackend;
const binding = () => backend().binding;
const float = (name: string): Attribute => ({ name, type: binding().TF_ATTR_TYPE, value: binding().TF_FLOAT });
const no = (name: string): Attribute => ({ name, type: binding().TF_ATTR_BOOL, value: false });
const run = (op: string, attributes: Attribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[] =>
  backend().executeMultipleOutputs(op, attributes, inputs, outputs);
