import { capAt, maskInside, mix, scaleShift } from './channelLoops';
import { channelSumsOnSimd, doublesAt, eachChunk } from './channelMapsOnSimd';
import { type ChannelSums, channelSums } from './channelSums';
import { hostKernel } from './hostKernel';
import type { Simd } from './simd/simdOf';

/** x, mean, variance, γ, β → y. */
export const forwardOnHost = hostKernel<{ epsilon: number; relu: number; cap: number }>({
  name: 'MsaUnetBatchNormRelu',
  outputShapes: ([shape]) => [shape!],
  loop: ([x, ...parameters], [y], { epsilon, relu, cap }) => {
    const { scale, shift } = normalisation(parameters as Parameters, epsilon);
    scaleShift(x!, y!, scale, shift, relu === 1);
    if (cap < Number.POSITIVE_INFINITY) capAt(cap, y!);
  },
  fast: {
    floats: ([, channels]) => (channels![0]! % 4 === 0 ? 4 * channels![0]! : null),
    loop: (simd, [x, ...parameters], [y], scratch, { epsilon, relu, cap }) => {
      const channels = parameters[0]!.length;
      const [scale, shift, low, high] = pieces(scratch, channels) as Four;
      const exact = normalisation(parameters as Parameters, epsilon);
      scale.set(exact.scale);
      shift.set(exact.shift);
      low.fill(relu === 1 ? 0 : Number.NEGATIVE_INFINITY);
      high.fill(cap);
      const [from, to] = [x!.byteOffset, y!.byteOffset];
      const [a, b, c, d] = [scale.byteOffset, shift.byteOffset, low.byteOffset, high.byteOffset];
      eachChunk(x!, channels, (offset, pixels) =>
        simd.scaleShift(from + offset, to + offset, a, b, c, d, channels, pixels),
      );
    },
  },
});

/** dy, x, mean, variance, γ, and y unless there is no activation → dx, dγ, dβ. */
export const backwardOnHost = hostKernel<{ epsilon: number; cap: number }>({
  name: 'MsaUnetBatchNormReluGradient',
  outputShapes: ([shape, , , , channels]) => [shape!, channels!, channels!],
  loop: ([dy, x, mean, variance, gamma, y], [dx, dGamma, dBeta], { epsilon, cap }) => {
    if (y) maskInside(dy!, y, dx!, cap);
    else dx!.set(dy!);
    const totals = channelSums(dx!, x!, gamma!.length); // of g and of g x
    const coefficients = coefficientsOf(totals, [mean!, variance!, gamma!], [dGamma!, dBeta!], x!.length, epsilon);
    mix(dx!, x!, ...coefficients); // dx = γ/σ (g − mean(g) − x̂ mean(g x̂))
  },
  fast: {
    floats: ([, , , , channels]) => (channels![0]! % 4 === 0 ? 9 * channels![0]! : null),
    loop: (simd, [dy, x, mean, variance, gamma, y], [dx, dGamma, dBeta], scratch, { epsilon, cap }) => {
      const channels = gamma!.length;
      const lists = pieces(scratch, channels);
      const [scale, slope, shift] = lists.slice(6) as [Float32Array, Float32Array, Float32Array];
      const totals = y
        ? maskedSums(simd, [dy!, y, x!, dx!], channels, scratch, cap)
        : channelSumsOnSimd(simd, dy!, x!, channels, scratch);
      const coefficients = coefficientsOf(totals, [mean!, variance!, gamma!], [dGamma!, dBeta!], x!.length, epsilon);
      [scale, slope, shift].forEach((list, i) => {
        list.set(coefficients[i]!);
      });
      const [g, of, to] = [(y ? dx : dy)!.byteOffset, x!.byteOffset, dx!.byteOffset];
      const [a, b, c] = [scale.byteOffset, slope.byteOffset, shift.byteOffset];
      eachChunk(x!, channels, (offset, pixels) =>
        simd.mix(g + offset, of + offset, to + offset, a, b, c, channels, pixels),
      );
    },
  },
});

type Parameters = [mean: Float32Array, variance: Float32Array, gamma: Float32Array, beta: Float32Array];
type Four = [Float32Array, Float32Array, Float32Array, Float32Array];

/** The normalisation as y = scale x + shift. */
function normalisation([mean, variance, gamma, beta]: Parameters, epsilon: number) {
  const scale = Float64Array.from(gamma, (g, c) => g / Math.sqrt(variance[c]! + epsilon));
  return { scale, shift: Float64Array.from(beta, (b, c) => b - mean[c]! * scale[c]!) };
}

/** Sets dγ and dβ; returns scale, slope and shift of dx = scale g + slope x + shift. */
function coefficientsOf(
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

/** Sets g to dy where y is above 0 and below the cap, else 0; sums g and g x. */
function maskedSums(
  simd: Simd,
  [dy, y, x, g]: [Float32Array, Float32Array, Float32Array, Float32Array],
  channels: number,
  scratch: Float32Array,
  cap: number,
): ChannelSums {
  const totals = doublesAt(scratch, channels);
  const caps = scratch.subarray(4 * channels, 6 * channels).fill(cap);
  const [a, b, c, d] = [dy.byteOffset, y.byteOffset, x.byteOffset, g.byteOffset];
  const [sums, products, high] = [totals.sums.byteOffset, totals.products.byteOffset, caps.byteOffset];
  eachChunk(x, channels, (at, pixels) =>
    simd.addMaskedSums(a + at, b + at, c + at, d + at, sums, products, high, channels, pixels),
  );
  return totals;
}

/** Cuts memory into lists of one float per channel. */
const pieces = (scratch: Float32Array, channels: number): Float32Array[] =>
  Array.from({ length: scratch.length / channels }, (_, i) => scratch.subarray(i * channels, (i + 1) * channels));
