import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import { runProgram } from './program';
import { webgpuKernel } from './webgpuKernel';

export const adam = /* @__PURE__ */ webgpuKernel(
  kernels.adam,
  (backend, [m, v, w, g], { beta1, beta2, rate, epsilon, keep }) => {
    const elements = tf.util.sizeFromShape(w.shape);
    const output = () => backend.makeTensorInfo([elements], 'float32');
    const [nextM, nextV, nextW] = [output(), output(), output()];
    runProgram(backend, {
      name: 'MsaUnetAdam',
      inputs: { m, v, w, g },
      outputs: { nextM, nextV, nextW },
      groups: Math.ceil(elements / 64),
      integers: { elements },
      floats: { restOfMean: 1 - beta1, restOfSquare: 1 - beta2, rate, epsilon, keep },
      code: () => `
fn main(group : i32, thread : i32) {
  let i = group * 64 + thread;
  if (i >= uniforms.elements) { return; }
  let mean = m[i] + uniforms.restOfMean * (g[i] - m[i]);
  let square = v[i] + uniforms.restOfSquare * (g[i] * g[i] - v[i]);
  nextM[i] = mean;
  nextV[i] = square;
  nextW[i] = uniforms.keep * w[i] - uniforms.rate * mean / (sqrt(square) + uniforms.epsilon);
}`,
    });
    return [nextM, nextV, nextW];
  },
);
