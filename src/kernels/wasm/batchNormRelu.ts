import * as tf from '@tensorflow/tfjs';

import * as loops from '../host/batchNormRelu';
import type { ChannelSums } from '../host/channelSums';
import { addChannelSums, eachChunk, listsOf, sumInParts, sumsScratch } from './channelMaps';
import type { Simd } from './simd/simdOf';
import { simdLoop } from './wasmLoop';

export const batchNormRelu = /* @__PURE__ */ simdLoop(loops.batchNormRelu, {
  scratch: ([, channels]) => (channels![0]! % 4 === 0 ? 4 * channels![0]! : null),
  loop: (simd, [x, ...parameters], [y], scratch, { epsilon, relu, cap }) => {
    const channels = parameters[0].length;
    const [scale, shift, low, high] = listsOf(scratch, channels, 4);
    const exact = loops.normalisation(parameters, epsilon);
    scale.set(exact.scale);
    shift.set(exact.shift);
    low.fill(relu === 1 ? 0 : Number.NEGATIVE_INFINITY);
    high.fill(cap);
    const [from, to] = [x.byteOffset, y.byteOffset];
    const [a, b, c, d] = [scale.byteOffset, shift.byteOffset, low.byteOffset, high.byteOffset];
    eachChunk(simd, x, channels, (offset, pixels) =>
      simd.scaleShift(from + offset, to + offset, a, b, c, d, channels, pixels),
    );
  },
});

export const batchNormReluGradient = /* @__PURE__ */ simdLoop(loops.batchNormReluGradient, {
  scratch: ([, x, , , channels]) => {
    const floats = tf.util.sizeFromShape(x!);
    return channels![0]! % 4 === 0 ? channels![0]! * (sumsScratch(floats) + 5) : null;
  },
  loop: (simd, [dy, x, mean, variance, gamma, y], [dx, dGamma, dBeta], scratch, { epsilon, cap }) => {
    const channels = gamma.length;
    const rest = scratch.subarray(channels * sumsScratch(x.length));
    const totals = y
      ? addMaskedSums(simd, [dy, y, x, dx], channels, [scratch, rest.fill(cap, 0, 2 * channels)])
      : addChannelSums(simd, dy, x, channels, scratch);
    const coefficients = loops.coefficientsOf(totals, [mean, variance, gamma], [dGamma, dBeta], x.length, epsilon);
    const [scale, slope, shift] = listsOf(rest.subarray(2 * channels), channels, 3);
    scale.set(coefficients[0]);
    slope.set(coefficients[1]);
    shift.set(coefficients[2]);
    const [g, of, to] = [(y ? dx : dy).byteOffset, x.byteOffset, dx.byteOffset];
    const [a, b, c] = [scale.byteOffset, slope.byteOffset, shift.byteOffset];
    eachChunk(simd, x, channels, (offset, pixels) =>
      simd.mix(g + offset, of + offset, to + offset, a, b, c, channels, pixels),
    );
  },
});

/** Sets g to dy where y is above 0 and below the cap, otherwise to 0, and sums g and g x; `caps` begins with the cap. */
function addMaskedSums(
  simd: Simd,
  [dy, y, x, g]: [Float32Array, Float32Array, Float32Array, Float32Array],
  channels: number,
  [scratch, caps]: [Float32Array, Float32Array],
): ChannelSums {
  const [a, b, c, d] = [dy.byteOffset, y.byteOffset, x.byteOffset, g.byteOffset];
  return sumInParts(simd, x, channels, scratch, (at, pixels, sums, products) =>
    simd.addMaskedSums(a + at, b + at, c + at, d + at, sums, products, caps.byteOffset, channels, pixels),
  );
}
