import * as tf from '@tensorflow/tfjs';

import { channelSums } from './channelSums';
import { hostKernel, runsOnHost } from './hostKernel';

/** Mean and biased variance of every channel over the batch and its pixels. */
export type ChannelMoments = {
  mean: tf.Tensor1D;
  variance: tf.Tensor1D;
};

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
    const { sums, products } = channelSums(x!, x!, channels);
    const pixels = x!.length / channels;
    for (let c = 0; c < channels; c++) {
      const m = sums[c]! / pixels;
      mean![c] = m;
      variance![c] = Math.max(0, products[c]! / pixels - m * m);
    }
  },
});
