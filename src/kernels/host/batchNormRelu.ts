import * as kernels from '../catalog';
import { capAt, maskInside, mix, scaleShift } from './channelLoops';
import { type ChannelSums, channelSums } from './channelSums';
import { hostLoop } from './hostLoop';

export const batchNormRelu = /* @__PURE__ */ hostLoop({
  kernel: kernels.batchNormRelu,
  outputShapes: ([shape]) => [shape!],
  loop: ([x, ...parameters], [y], { epsilon, relu, cap }) => {
    const { scale, shift } = normalisation(parameters, epsilon);
    scaleShift(x, y, scale, shift, relu === 1);
    if (cap < Number.POSITIVE_INFINITY) capAt(cap, y);
  },
});

export const batchNormReluGradient = /* @__PURE__ */ hostLoop({
  kernel: kernels.batchNormReluGradient,
  outputShapes: ([shape, , , , channels]) => [shape!, channels!, channels!],
  loop: ([dy, x, mean, variance, gamma, y], [dx, dGamma, dBeta], { epsilon, cap }) => {
    if (y) maskInside(dy, y, dx, cap);
    else dx.set(dy);
    const totals = channelSums(dx, x, gamma.length); // of g and of g x
    const coefficients = coefficientsOf(totals, [mean, variance, gamma], [dGamma, dBeta], x.length, epsilon);
    mix(dx, x, ...coefficients); // dx = γ/σ (g − mean(g) − x̂ mean(g x̂))
  },
});

type Parameters = [mean: Float32Array, variance: Float32Array, gamma: Float32Array, beta: Float32Array];

/** Expresses the normalisation as y = scale x + shift. */
export function normalisation([mean, variance, gamma, beta]: Parameters, epsilon: number) {
  const scale = Float64Array.from(gamma, (g, c) => g / Math.sqrt(variance[c]! + epsilon));
  return { scale, shift: Float64Array.from(beta, (b, c) => b - mean[c]! * scale[c]!) };
}

/** Sets dγ and dβ; returns scale, slope and shift of dx = scale g + slope x + shift. */
export function coefficientsOf(
  { sums, products }: ChannelSums,
  [mean, variance, gamma]: [Float32Array, Float32Array, Float32Array],
  [dGamma, dBeta]: [Float32Array, Float32Array],
  size: number,
  epsilon: number,
): [scale: Float64Array, slope: Float64Array, shift: Float64Array] {
  const channels = gamma.length;
  const pixels = size / channels;
  const [scale, slope, shift] = [new Float64Array(channels), new Float64Array(channels), new Float64Array(channels)];
  for (let c = 0; c < channels; c++) {
    const inverse = 1 / Math.sqrt(variance[c]! + epsilon);
    const centred = products[c]! - mean[c]! * sums[c]!; // of g (x − mean)
    dBeta[c] = sums[c]!;
    dGamma[c] = centred * inverse;
    scale[c] = gamma[c]! * inverse;
    slope[c] = (-scale[c]! * centred * inverse * inverse) / pixels;
    shift[c] = (-scale[c]! * sums[c]!) / pixels - slope[c]! * mean[c]!;
  }
  return [scale, slope, shift];
}
