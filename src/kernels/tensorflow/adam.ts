import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import { flag, floatType, runOperation, shape, text } from './backend';
import { tensorflowCpuKernel } from './tensorflowKernel';

/**
 * TensorFlow's Adam kernel, which runs on all threads.
 *
 * For 3.5 million weights it takes 3 ms, a seventh of the time of the dozen stock kernels. It updates TensorFlow
 * variables (resources), which exist only during the call. The inputs are disposed first, so that TensorFlow can update
 * their memory in place.
 */
export const adam = /* @__PURE__ */ tensorflowCpuKernel(
  kernels.adam,
  ([m, v, before, g], { beta1, beta2, rate, epsilon, keep }) => {
    const w = keep === 1 ? before : before.mul<tf.Tensor1D>(keep);
    if (w !== before) before.dispose();
    const variables = Object.entries({ w, m, v }).map(([name, vector]) => toVariable(`MsaUnetAdam/${name}`, vector));
    const powers = [0, 0]; // of β1 and β2: `rate` and `epsilon` already include the bias correction
    const numbers = [...powers, rate, beta1, beta2, epsilon].map((number) => tf.scalar(number));
    const attributes = [floatType('T'), flag('use_locking', false), flag('use_nesterov', false)];
    runOperation('ResourceApplyAdam', [...variables, ...numbers, g], attributes, 0);
    g.dispose();
    const [nextW, nextM, nextV] = variables.map(fromVariable);
    return [nextM!, nextV!, nextW!];
  },
);

function toVariable(name: string, vector: tf.Tensor1D): tf.Tensor {
  const names = [text('container', ''), text('shared_name', name)];
  const [handle] = runOperation('VarHandleOp', [], [floatType('dtype'), shape('shape', vector.shape), ...names]);
  runOperation('AssignVariableOp', [handle!, vector], [floatType('dtype')], 0);
  vector.dispose();
  return handle!;
}

function fromVariable(handle: tf.Tensor): tf.Tensor {
  const [vector] = runOperation('ReadVariableOp', [handle], [floatType('dtype')]);
  runOperation('DestroyResourceOp', [handle], [flag('ignore_lookup_error', false)], 0);
  return vector!;
}
