import * as tf from '@tensorflow/tfjs';

import type { AdamStep, StepOnVectors } from './adamStep';
import { runOnWebgpu, runsOnWebgpu, webgpuKernel } from './webgpuProgram';

/** One step of Adam in one program on WebGPU, in twelve stock kernels on other GPUs. */
export const adamOnGpu: StepOnVectors = (vectors, step) => {
  const next = runsOnWebgpu() ? onWebgpu(vectors, step) : elementwise(vectors, step);
  tf.dispose(vectors);
  return next;
};

const elementwise: StepOnVectors = ({ m, v, w, g }, { beta1, beta2, rate, epsilon }) =>
  tf.tidy(() => {
    const mean = m.add<tf.Tensor1D>(g.sub(m).mul(1 - beta1));
    const square = v.add<tf.Tensor1D>(
      g
        .square()
        .sub(v)
        .mul(1 - beta2),
    );
    return { m: mean, v: square, w: w.sub<tf.Tensor1D>(mean.div(square.sqrt().add(epsilon)).mul(rate)) };
  });

const onWebgpu: StepOnVectors = ({ m, v, w, g }, step) => {
  const [nextM, nextV, nextW] = adamProgram([m, v, w, g], step) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
  return { m: nextM, v: nextV, w: nextW };
};

const adamProgram = webgpuKernel<AdamStep>('MsaUnetAdam', (backend, [m, v, w, g], { beta1, beta2, rate, epsilon }) => {
  const elements = tf.util.sizeFromShape(w!.shape);
  const output = () => backend.makeTensorInfo([elements], 'float32');
  const [nextM, nextV, nextW] = [output(), output(), output()];
  runOnWebgpu(backend, {
    name: 'MsaUnetAdam',
    inputs: { m: m!, v: v!, w: w!, g: g! },
    outputs: { nextM, nextV, nextW },
    groups: Math.ceil(elements / 64),
    integers: { elements },
    floats: { restOfMean: 1 - beta1, restOfSquare: 1 - beta2, rate, epsilon },
    code: () => `
fn main(group : i32, thread : i32) {
  let i = group * 64 + thread;
  if (i >= uniforms.elements) { return; }
  let mean = m[i] + uniforms.restOfMean * (g[i] - m[i]);
  let square = v[i] + uniforms.restOfSquare * (g[i] * g[i] - v[i]);
  nextM[i] = mean;
  nextV[i] = square;
  nextW[i] = w[i] - uniforms.rate * mean / (sqrt(square) + uniforms.epsilon);
}`,
  });
  return [nextM, nextV, nextW];
});
