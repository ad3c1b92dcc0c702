import * as tf from '@tensorflow/tfjs';

import type { AdamStep, StepOnVectors } from './adamStep';
import { type KernelWork, registerOnce, runKernel } from './hostKernel';
import { runOnWebgpu, type WebgpuBackend } from './webgpuProgram';

/** One step of Adam in three programs on WebGPU, in twelve stock kernels on other GPUs. */
export const adamOnGpu: StepOnVectors = (vectors, step) => {
  const next = tf.getBackend() === 'webgpu' ? onWebgpu(vectors, step) : elementwise(vectors, step);
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
  registerOnce('MsaUnetAdam', 'webgpu', adamPrograms);
  const [nextM, nextV, nextW] = runKernel('MsaUnetAdam', [m, v, w, g], step) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
  return { m: nextM, v: nextV, w: nextW };
};

const adamPrograms: KernelWork = ([m, v, w, g], attributes, backendObject) => {
  const backend = backendObject as WebgpuBackend;
  const { beta1, beta2, rate, epsilon } = attributes as AdamStep;
  const threads = tf.util.sizeFromShape(w!.shape);
  const run = (name: string, inputs: Record<string, tf.TensorInfo>, floats: Record<string, number>, value: string) => {
    const output = backend.makeTensorInfo([threads], 'float32');
    const code = `if (index < uniforms.threads) { result[index] = ${value}; }`;
    runOnWebgpu(backend, { name, inputs, output, threads, integers: { threads }, floats, code });
    return output;
  };
  const nextM = run(
    'MsaUnetAdamMean',
    { m: m!, g: g! },
    { rest: 1 - beta1 },
    'm[index] + uniforms.rest * (g[index] - m[index])',
  );
  const nextV = run(
    'MsaUnetAdamSquare',
    { v: v!, g: g! },
    { rest: 1 - beta2 },
    'v[index] + uniforms.rest * (g[index] * g[index] - v[index])',
  );
  const moved = 'w[index] - uniforms.rate * m[index] / (sqrt(v[index]) + uniforms.epsilon)';
  const nextW = run('MsaUnetAdamMove', { w: w!, m: nextM, v: nextV }, { rate, epsilon }, moved);
  return [nextM, nextV, nextW];
};
