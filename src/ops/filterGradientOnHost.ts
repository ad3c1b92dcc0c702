import * as tf from '@tensorflow/tfjs';

import type { ConvGeometry } from './convGeometry';
import { runsOnSimd } from './convolutionOnSimd';
import { filterGradientOnSimd } from './filterGradientOnSimd';
import { filterGradientOnWasm } from './filterGradientOnWasm';
import { hostKernel, registerOnce, runKernel } from './hostKernel';

/** {@link filterGradient} for the backends whose memory JavaScript sees: SIMD or matrix products on wasm, plain loops on cpu. */
export function filterGradientOnHost(x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  if (tf.getBackend() === 'cpu') return plainLoops([x, dy], geometry)[0] as tf.Tensor4D;
  if (geometry.filterShape[3] % 4 === 0 && runsOnSimd()) {
    registerOnce('MsaUnetFilterGradientBySimd', 'wasm', filterGradientOnSimd);
    return runKernel('MsaUnetFilterGradientBySimd', [x, dy], geometry)[0] as tf.Tensor4D;
  }
  registerOnce('MsaUnetFilterGradientByMatMul', 'wasm', filterGradientOnWasm);
  return runKernel('MsaUnetFilterGradientByMatMul', [x, dy], geometry)[0] as tf.Tensor4D;
}

const plainLoops = hostKernel<ConvGeometry>({
  name: 'MsaUnetFilterGradient',
  outputShapes: (_, { filterShape }) => [filterShape],
  loop: ([x, dy], [dw], { inputShape, outputShape, filterShape, stride, dilation, padding }) => {
    const [batch, height, width, channels] = inputShape;
    const [, outHeight, outWidth, filters] = outputShape;
    const [kernelHeight, kernelWidth] = filterShape;
    dw!.fill(0);
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
                const value = x![from + c]!;
                for (let f = 0; f < filters; f++) dw![to++]! += value * dy![by + f]!;
              }
            }
          }
  },
});
