import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

export const maxPoolGradient = /* @__PURE__ */ hostLoop({
  kernel: kernels.maxPoolGradient,
  outputShapes: (_, { shape }) => [shape],
  loop: ([dy, x], [dx], { shape, outShape, poolSize, stride, top, left }) => {
    const [batch, height, width, channels] = shape as [number, number, number, number];
    const [, outHeight, outWidth] = outShape as [number, number, number, number];
    dx.fill(0);
    let out = 0;
    for (let n = 0; n < batch; n++)
      for (let v = 0; v < outHeight; v++) {
        const [y0, y1] = range(v * stride - top, poolSize, height);
        for (let u = 0; u < outWidth; u++) {
          const [x0, x1] = range(u * stride - left, poolSize, width);
          for (let c = 0; c < channels; c++, out++) {
            let first = ((n * height + y0) * width + x0) * channels + c;
            let largest = x[first]!;
            for (let y = y0; y < y1; y++)
              for (let z = x0, at = ((n * height + y) * width + x0) * channels + c; z < x1; z++, at += channels)
                if (x[at]! > largest) {
                  largest = x[at]!;
                  first = at;
                }
            dx[first]! += dy[out]!;
          }
        }
      }
  },
});

const range = (start: number, size: number, length: number): [from: number, to: number] => [
  Math.max(0, start),
  Math.min(length, start + size),
];
