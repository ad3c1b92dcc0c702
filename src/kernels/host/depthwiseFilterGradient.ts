import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

export const depthwiseFilterGradient = /* @__PURE__ */ hostLoop({
  kernel: kernels.depthwiseFilterGradient,
  outputShapes: (_, { filterShape }) => [filterShape],
  loop: ([x, dy], [dw], { inputShape, outputShape, filterShape, stride, dilation, padding }) => {
    const [batch, height, width, channels] = inputShape;
    const [, outHeight, outWidth] = outputShape;
    const [kernelHeight, kernelWidth] = filterShape;
    const sums = new Float64Array(dw.length);
    for (let n = 0; n < batch; n++)
      for (let v = 0; v < outHeight; v++)
        for (let i = 0; i < kernelHeight; i++) {
          const y = v * stride + i * dilation - padding[0];
          if (y < 0 || y >= height) continue;
          for (let j = 0; j < kernelWidth; j++) {
            const shift = j * dilation - padding[2];
            const first = Math.max(0, Math.ceil(-shift / stride));
            const last = Math.min(outWidth - 1, Math.floor((width - 1 - shift) / stride));
            const from = ((n * height + y) * width + first * stride + shift) * channels;
            const by = ((n * outHeight + v) * outWidth + first) * channels;
            const to = (i * kernelWidth + j) * channels;
            addProducts(x, from, stride * channels, dy, by, channels, last - first + 1, sums, to);
          }
        }
    dw.set(sums);
  },
});

/** Adds to the sums, per channel, the products of a row of the map and a row of dy, `pixels` pixels long. */
function addProducts(
  x: Float32Array,
  from: number,
  step: number,
  dy: Float32Array,
  by: number,
  channels: number,
  pixels: number,
  sums: Float64Array,
  to: number,
): void {
  const four = channels - (channels % 4);
  // Four channels at a time keep their sums in registers; the rows stay in the cache.
  for (let c = 0; c < four; c += 4) {
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let u = 0, a = from + c, b = by + c; u < pixels; u++, a += step, b += channels) {
      s0 += x[a]! * dy[b]!;
      s1 += x[a + 1]! * dy[b + 1]!;
      s2 += x[a + 2]! * dy[b + 2]!;
      s3 += x[a + 3]! * dy[b + 3]!;
    }
    sums[to + c]! += s0;
    sums[to + c + 1]! += s1;
    sums[to + c + 2]! += s2;
    sums[to + c + 3]! += s3;
  }
  for (let c = four; c < channels; c++)
    for (let u = 0, a = from + c, b = by + c; u < pixels; u++, a += step, b += channels)
      sums[to + c]! += x[a]! * dy[b]!;
}
