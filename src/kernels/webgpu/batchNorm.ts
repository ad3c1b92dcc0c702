import * as tf from '@tensorflow/tfjs';
import * as kernels from '../catalog';
import type { WebgpuBackend } from './backend';
import { componentsOf, elementType } from './components';
import { runProgram } from './program';
import { sumRows } from './sumRows';
import { webgpuKernel } from './webgpuKernel';

/**
 * Mean and biased variance of every channel of a map and, if a bias comes with it, the mean of the map with that added.
 *
 * Of differences to the first pixel, which is as far from 0 as the map is: squares of the values themselves would lose the
 * variance of a map that lies far from 0.
 */
export const channelMoments = /* @__PURE__ */ webgpuKernel(kernels.channelMoments, (backend, [x, bias]) => {
  const [pixels, channels] = sides(x);
  const output = () => backend.makeTensorInfo([channels], 'float32');
  const moments = { mean: output(), variance: output() };
  const outputs = bias ? { ...moments, biasedMean: output() } : moments;
  sumRows(backend, {
    name: 'MsaUnetChannelMoments',
    rows: pixels,
    columns: channels,
    inputs: {},
    perColumn: { x },
    atEnd: bias ? { bias } : {},
    outputs,
    floats: { pixels },
    prepare: 'let origin = x[c];',
    term: 'let d = x[i] - origin; a += d; b += d * d;',
    finish: `let d = a / uniforms.pixels;
      mean[c] = origin + d;
      variance[c] = max(b / uniforms.pixels - d * d, T(0));
      ${bias ? 'biasedMean[c] = origin + d + bias[c];' : ''}`,
  });
  return Object.values(outputs);
});

/** Sum of every channel. */
export const sumOverPixels = /* @__PURE__ */ webgpuKernel(kernels.sumOverPixels, (backend, [x]) => {
  const [pixels, channels] = sides(x);
  const sum = backend.makeTensorInfo([channels], 'float32');
  sumRows(backend, {
    name: 'MsaUnetSumOverPixels',
    rows: pixels,
    columns: channels,
    inputs: { x },
    outputs: { sum },
    term: 'a += x[i];',
    finish: 'sum[c] = a;',
  });
  return [sum];
});

/** Normalisation and ReLU of x by mean, variance, γ and β. */
export const batchNormRelu = /* @__PURE__ */ webgpuKernel(
  kernels.batchNormRelu,
  (backend, [x, mean, variance, gamma, beta], { epsilon, relu, cap }) =>
    perElement(backend, x, {
      name: `MsaUnetBatchNormRelu${relu}`,
      inputs: { x, mean, variance, gamma, beta },
      floats: { epsilon, cap: atMost(cap) },
      value: `let y = (x[i] - mean[c]) * (inverseSqrt(variance[c] + uniforms.epsilon) * gamma[c]) + beta[c];
        result[i] = ${relu ? 'clamp(y, T(0), T(uniforms.cap))' : 'y'};`,
    }),
);

/** Gradients for x, γ and β, from dy, x, mean, variance, γ and, with a ReLU behind, y. */
export const batchNormReluGradient = /* @__PURE__ */ webgpuKernel(
  kernels.batchNormReluGradient,
  (backend, [dy, x, mean, variance, gamma, y], { epsilon, cap }) => {
    const [pixels, channels] = sides(x);
    const perChannel = (rows = 1) => backend.makeTensorInfo([rows * channels], 'float32');
    const [dGamma, dBeta, factors] = [perChannel(), perChannel(), perChannel(3)];
    const masked: Record<string, tf.TensorInfo> = y ? { dy, y } : { dy };
    const g = y ? 'select(T(0), dy[i], (y[i] > T(0)) & (y[i] < T(uniforms.cap)))' : 'dy[i]';
    const suffix = y ? 'Relu' : '';
    sumRows(backend, {
      name: `MsaUnetBatchNormSums${suffix}`,
      rows: pixels,
      columns: channels,
      inputs: { ...masked, x },
      perColumn: { mean, variance },
      outputs: { dGamma, dBeta, factors },
      floats: { pixels, epsilon, cap: atMost(cap) },
      prepare: 'let centre = mean[c]; let inverse = inverseSqrt(variance[c] + uniforms.epsilon);',
      term: `let g = ${g}; a += g; b += g * ((x[i] - centre) * inverse);`,
      finish: `dBeta[c] = a;
        dGamma[c] = b;
        factors[c] = a / uniforms.pixels;
        factors[c + uniforms.width] = inverse * b / uniforms.pixels;
        factors[c + 2 * uniforms.width] = inverse;`,
    });
    const [dx] = perElement(backend, x, {
      name: `MsaUnetBatchNormGradient${suffix}`,
      inputs: { ...masked, x, mean, gamma, factors },
      floats: { cap: atMost(cap) },
      value: `let g = ${g};
        let centred = g - factors[c] - (x[i] - mean[c]) * factors[c + uniforms.width];
        result[i] = gamma[c] * factors[c + 2 * uniforms.width] * centred;`,
    });
    backend.disposeData(factors.dataId);
    return [dx!, dGamma, dBeta];
  },
);

interface PerElement {
  name: string;
  inputs: Record<string, tf.TensorInfo>;
  floats: Record<string, number>;
  /** WGSL that sets `result[i]`, of the channel `c`; arrays hold a `T`, one number or four channels. */
  value: string;
}

/** One thread per element, or four of them, of a map. */
function perElement(backend: WebgpuBackend, map: tf.TensorInfo, { name, inputs, floats, value }: PerElement) {
  const [pixels, channels] = sides(map);
  const components = componentsOf(channels);
  const width = channels / components;
  const result = backend.makeTensorInfo(map.shape, 'float32');
  runProgram(backend, {
    name: `${name}x${components}`,
    inputs,
    outputs: { result },
    wide: components === 4,
    groups: Math.ceil((pixels * width) / 64),
    integers: { elements: pixels * width, width },
    floats,
    code: () => `
alias T = ${elementType(components)};
fn main(group : i32, thread : i32) {
  let i = group * 64 + thread;
  if (i >= uniforms.elements) { return; }
  let c = i % uniforms.width;
  ${value}
}`,
  });
  return [result];
}

/** Pixels and channels of a map. */
function sides({ shape }: tf.TensorInfo): [pixels: number, channels: number] {
  const channels = shape.at(-1)!;
  return [tf.util.sizeFromShape(shape) / channels, channels];
}

/** WGSL has no infinity. */
const atMost = (cap: number) => Math.min(cap, 3e38);
