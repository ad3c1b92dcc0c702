import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import { type Attribute, flag, float, floatType } from './backend';
import { runOnOneDnn } from './oneDnn';
import { tensorflowCpuKernel } from './tensorflowKernel';

/** One kernel instead of eight stock ones. */
export const batchNorm = /* @__PURE__ */ tensorflowCpuKernel(kernels.batchNorm, ([x, gamma, beta], { epsilon }) => {
  const none = tf.tensor1d([]); // no moving averages to start from
  const outputs = runOnOneDnn('FusedBatchNormV3', [x, gamma, beta, none, none], attributesOf(epsilon), 6);
  const [y, , , mean, variance, rest] = outputs as [tf.Tensor, ...tf.Tensor1D[]];
  return [y, mean!, variance!, rest!];
});

/** One kernel instead of nineteen stock ones. */
export const batchNormGradient = /* @__PURE__ */ tensorflowCpuKernel(kernels.batchNormGradient, (inputs, { epsilon }) =>
  runOnOneDnn('FusedBatchNormGradV3', [...inputs], attributesOf(epsilon), 5).slice(0, 3),
);

const attributesOf = (epsilon: number): Attribute[] => [
  ...[floatType('T'), floatType('U'), float('epsilon', epsilon), flag('is_training', true)],
];
