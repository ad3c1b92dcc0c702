import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import { runProgram } from './program';
import { webgpuKernel } from './webgpuKernel';

/** One program instead of seven stock kernels; it handles depthwise filters too. */
export const foldBatchNorm = /* @__PURE__ */ webgpuKernel(
  kernels.foldBatchNorm,
  (backend, [kernel, gamma, beta, mean, variance, bias], { epsilon, filters }) => {
    const folded = backend.makeTensorInfo(kernel.shape, 'float32');
    const foldedBias = backend.makeTensorInfo([filters], 'float32');
    const elements = tf.util.sizeFromShape(kernel.shape);
    const withBias: Record<string, tf.TensorInfo> = bias ? { bias } : {};
    runProgram(backend, {
      name: 'MsaUnetFoldBatchNorm',
      inputs: { kernel, gamma, beta, mean, variance, ...withBias },
      outputs: { folded, foldedBias },
      groups: Math.ceil(elements / 64),
      integers: { elements, filters },
      floats: { epsilon },
      code: () => `
fn main(group : i32, thread : i32) {
  let i = group * 64 + thread;
  if (i >= uniforms.elements) { return; }
  let c = i % uniforms.filters;
  let scale = gamma[c] * inverseSqrt(variance[c] + uniforms.epsilon);
  folded[i] = kernel[i] * scale;
  if (i < uniforms.filters) { foldedBias[c] = beta[c] + (${bias ? 'bias[c]' : '0'} - mean[c]) * scale; }
}`,
    });
    return [folded, foldedBias];
  },
);
