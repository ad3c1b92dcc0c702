import * as kernels from '../catalog';
import { type ChannelSums, channelSums } from './channelSums';
import { hostLoop } from './hostLoop';

export const channelMoments = /* @__PURE__ */ hostLoop({
  kernel: kernels.channelMoments,
  outputShapes: ([shape, bias]) => Array.from({ length: bias ? 3 : 2 }, () => [shape!.at(-1)!]),
  loop: ([x, bias], moments) => setMoments(moments, x.length, channelSums(x, x, moments[0].length), bias),
});

type Moments = [mean: Float32Array, variance: Float32Array, biasedMean?: Float32Array];

/** Computes the moments of a map of `size` values from its sums per channel. */
export function setMoments(
  [mean, variance, biasedMean]: Moments,
  size: number,
  { sums, products }: ChannelSums,
  bias: Float32Array | undefined,
): void {
  const pixels = size / mean.length;
  for (let c = 0; c < mean.length; c++) {
    const m = sums[c]! / pixels;
    mean[c] = m;
    variance[c] = Math.max(0, products[c]! / pixels - m * m);
    if (biasedMean) biasedMean[c] = mean[c]! + bias![c]!;
  }
}
