import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

export const filterGradient = /* @__PURE__ */ hostLoop({
  kernel: kernels.filterGradient,
  outputShapes: (_, { filterShape }) => [filterShape],
  loop: ([x, dy], [dw], { inputShape, outputShape, filterShape, stride, dilation, padding }) => {
    const [batch, height, width, channels] = inputShape;
    const [, outHeight, outWidth, filters] = outputShape;
    const [kernelHeight, kernelWidth] = filterShape;
    dw.fill(0);
    for (let n = 0; n < batch; n++)
      for (let i = 0; i < kernelHeight; i++)
        for (let j = 0; j < kernelWidth; j++)
          for (let v = 0; v < outHeight; v++) {
            const y = v * stride + i * dilation - padding[0];
            if (y < 0 || y >= height) continue;
            for (let u = 0; u < outWidth; u++) {
              const z = u * stride + j * dilation - padding[2];
              if (z < 0 || z >= width) continue;
              const from = ((n * height + y) * width + z) * channels;
              const by = ((n * outHeight + v) * outWidth + u) * filters;
              let to = (i * kernelWidth + j) * channels * filters;
              for (let c = 0; c < channels; c++) {
                const value = x[from + c]!;
                for (let f = 0; f < filters; f++) dw[to++]! += value * dy[by + f]!;
              }
            }
          }
  },
});
