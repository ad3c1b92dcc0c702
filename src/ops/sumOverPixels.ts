import * as tf from '@tensorflow/tfjs';

import { sumOverPixelsOnWebgpu } from './batchNormOnWebgpu';
import { hostKernel, runsOnHost } from './hostKernel';
import { runsOnWebgpu } from './webgpuProgram';

/** Sums every channel over the batch and its pixels: [batch, height, width, channels] → [channels]. */
export function sumOverPixels(x: tf.Tensor4D): tf.Tensor1D {
  if (runsOnWebgpu()) return sumOverPixelsOnWebgpu([x], {})[0] as tf.Tensor1D;
  return (runsOnHost() ? onHost([x], { channels: x.shape[3] })[0] : tf.sum(x, [0, 1, 2])) as tf.Tensor1D;
}

/** A stock sum over outer axes transposes its input first. */
const onHost = hostKernel<{ channels: number }>({
  name: 'MsaUnetSumOverPixels',
  outputShapes: (_, { channels }) => [[channels]],
  loop: ([x], [sums], { channels }) => {
    const exact = new Float64Array(channels);
    for (let i = 0; i < x!.length; ) for (let c = 0; c < channels; c++) exact[c]! += x![i++]!;
    sums!.set(exact);
  },
});
