import { hostKernel } from './hostKernel';

type PoolAttributes = {
  shape: number[];
  outShape: number[];
  poolSize: number;
  stride: number;
  top: number;
  left: number;
};

/** x, dy, y → dx. */
export const maxPoolGradientOnHost = hostKernel<PoolAttributes>({
  name: 'MsaUnetMaxPoolGradient',
  outputShapes: (_, { shape }) => [shape],
  loop: ([x, dy], [dx], { shape, outShape, poolSize, stride, top, left }) => {
    const [batch, height, width, channels] = shape as [number, number, number, number];
    const [, outHeight, outWidth] = outShape as [number, number, number, number];
    dx!.fill(0);
    let out = 0;
    for (let n = 0; n < batch; n++)
      for (let v = 0; v < outHeight; v++) {
        const [y0, y1] = range(v * stride - top, poolSize, height);
        for (let u = 0; u < outWidth; u++) {
          const [x0, x1] = range(u * stride - left, poolSize, width);
          for (let c = 0; c < channels; c++, out++) {
            let first = ((n * height + y0) * width + x0) * channels + c;
            let largest = x![first]!;
            for (let y = y0; y < y1; y++)
              for (let z = x0, at = ((n * height + y) * width + x0) * channels + c; z < x1; z++, at += channels)
                if (x![at]! > largest) {
                  largest = x![at]!;
                  first = at;
                }
            dx![first]! += dy![out]!;
          }
        }
      }
  },
  fast: {
    floats: ([shape], { outShape, poolSize, stride }) => (tiles(shape!, outShape, poolSize, stride) ? 0 : null),
    loop: (simd, [x, dy, y], [dx], _, { shape, outShape, poolSize }) => {
      const [, , width, channels] = shape as [number, number, number, number];
      const [batch, outHeight, outWidth] = outShape as [number, number, number];
      const rowBytes = 4 * width * channels;
      for (let row = 0; row < batch * outHeight; row++) {
        const [at, out] = [row * poolSize * rowBytes, 4 * row * outWidth * channels];
        const [from, to] = [x!.byteOffset + at, dx!.byteOffset + at];
        const [largest, gradient] = [y!.byteOffset + out, dy!.byteOffset + out];
        simd.maxPoolGradient(from, to, largest, gradient, outWidth, poolSize, channels, rowBytes);
      }
    },
  },
});

/** Whether the windows cover the map without overlap, and four divides the channels. */
function tiles(shape: number[], outShape: number[], poolSize: number, stride: number): boolean {
  const covers = (axis: 1 | 2) => outShape[axis]! * poolSize === shape[axis];
  return stride === poolSize && covers(1) && covers(2) && shape[3]! % 4 === 0;
}

const range = (start: number, size: number, length: number): [from: number, to: number] => [
  Math.max(0, start),
  Math.min(length, start + size),
];
