import * as tf from '@tensorflow/tfjs';
import * as kernels from '../catalog';
import type { WebgpuBackend } from './backend';
import { componentsOf, elementType } from './components';
import { runProgram } from './program';
import { sumRows } from './sumRows';
import { webgpuKernel } from './webgpuKernel';

/**
 * Computes moments from differences to the first pixel: squares of the values themselves would lose the variance of a
 * map whose mean is far from 0.
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

/** Sums every channel by {@link sumRows}. */
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

/** Normalises a map and applies its ReLU in one program. */
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

/** Sums per channel first, then computes dx, element by element, from the sums. */
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
  /** WGSL that sets `result[i]` of channel `c`. Array elements have the type `T`: one channel, or four. */
  value: string;
}

/** Runs a program with one thread per array element of a map: one channel, or four. */
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

/** Returns the pixels and channels of a map. */
function sides({ shape }: tf.TensorInfo): [pixels: number, channels: number] {
  const channels = shape.at(-1)!;
  return [tf.util.sizeFromShape(shape) / channels, channels];
}

/** WGSL has no infinity. */
const atMost = (cap: number) => Math.min(cap, 3e38);
