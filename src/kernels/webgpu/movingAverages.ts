import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import { runProgram } from './program';
import { webgpuKernel } from './webgpuKernel';

export const movingAverages = /* @__PURE__ */ webgpuKernel(
  kernels.movingAverages,
  (backend, [averageA, averageB, valueA, valueB], { momentum }) => {
    const length = tf.util.sizeFromShape(averageA.shape);
    const next = () => backend.makeTensorInfo(averageA.shape, 'float32');
    const outputs = { nextA: next(), nextB: next() };
    runProgram(backend, {
      name: 'MsaUnetMovingAverages',
      inputs: { averageA, averageB, valueA, valueB },
      outputs,
      groups: Math.ceil(length / 64),
      integers: { length },
      floats: { rest: 1 - momentum },
      code: () => `
fn main(group : i32, thread : i32) {
  let i = group * 64 + thread;
  if (i >= uniforms.length) { return; }
  nextA[i] = averageA[i] + uniforms.rest * (valueA[i] - averageA[i]);
  nextB[i] = averageB[i] + uniforms.rest * (valueB[i] - averageB[i]);
}`,
    });
    return Object.values(outputs);
  },
);
