import * as tf from '@tensorflow/tfjs';

import { hostKernel, runsOnHost } from './hostKernel';

/** Mean and biased variance of every channel over the batch and its pixels. */
export interface ChannelMoments {
  mean: tf.Tensor1D;
  variance: tf.Tensor1D;
}

/** [batch, height, width, channels] → mean and variance [channels], in one pass where JavaScript sees the memory. */
export function channelMoments(x: tf.Tensor4D): ChannelMoments {
  if (!runsOnHost()) return tf.moments(x, [0, 1, 2]) as ChannelMoments;
  const [mean, variance] = onHost([x], { channels: x.shape[3] }) as [tf.Tensor1D, tf.Tensor1D];
  return { mean, variance };
}

const onHost = hostKernel<{ channels: number }>({
  name: 'MsaUnetChannelMoments',
  outputShapes: (_, { channels }) => [[channels], [channels]],
  loop: ([x], [mean, variance], { channels }) => {
    // Squares of float32 are exact in float64, so that one pass is as good as two.
    const sums = new Float64Array(channels);
    const squares = new Float64Array(channels);
    for (let i = 0; i < x!.length; )
      for (let c = 0; c < channels; c++) {
        const value = x![i++]!;
        sums[c]! += value;
        squares[c]! += value * value;
      }
    const pixels = x!.length / channels;
    for (let c = 0; c < channels; c++) {
      const m = sums[c]! / pixels;
      mean![c] = m;
      variance![c] = Math.max(0, squares[c]! / pixels - m * m);
    }
  },
});
