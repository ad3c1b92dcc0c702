import * as tf from '@tensorflow/tfjs';

import { momentsOnWebgpu } from './batchNormOnWebgpu';
import { channelSumsOnSimd, sumsFloats } from './channelMapsOnSimd';
import { type ChannelSums, channelSums } from './channelSums';
import { hostKernel, runsOnHost } from './hostKernel';
import { runsOnWebgpu } from './webgpuProgram';
import { withGradient } from './withGradient';

/** Mean and biased variance of every channel over the batch and its pixels. */
export type ChannelMoments = {
  mean: tf.Tensor1D;
  variance: tf.Tensor1D;
};

/**
 * [batch, height, width, channels] → mean and variance [channels], in one pass where JavaScript sees the memory. `biasedMean` is the
 * mean with a `bias` [channels] added.
 *
 * They have no gradient of their own: that of the normalisation counts them in. `tf.moments` would keep two more maps for
 * its own, unused, until the end of the step.
 */
export function channelMoments(
  x: tf.Tensor4D,
  bias: tf.Tensor1D | null = null,
): ChannelMoments & { biasedMean: tf.Tensor1D } {
  if (runsOnWebgpu()) {
    const moments = momentsOnWebgpu(bias ? [x, bias] : [x], {}) as tf.Tensor1D[];
    const [mean, variance, biasedMean = mean] = moments as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D?];
    return { mean, variance, biasedMean };
  }
  const moments = ofMap(x);
  return { ...moments, biasedMean: bias ? tf.add(moments.mean, bias) : moments.mean };
}

function ofMap(x: tf.Tensor4D): ChannelMoments {
  if (!runsOnHost()) {
    const mean = withoutGradient(x, () => tf.mean(x, [0, 1, 2]));
    return { mean, variance: withoutGradient(x, () => tf.mean(tf.square(tf.sub(x, mean)), [0, 1, 2])) };
  }
  const [mean, variance] = onHost([x], { channels: x.shape[3] }) as [tf.Tensor1D, tf.Tensor1D];
  return { mean, variance };
}

const withoutGradient = (x: tf.Tensor4D, compute: () => tf.Tensor1D): tf.Tensor1D =>
  withGradient([x], {
    forward: () => ({ value: compute(), saved: [] }),
    gradients: () => {
      throw new Error('channelMoments: its results have no gradient; use them in batchNormRelu');
    },
  });

const onHost = hostKernel<{ channels: number }>({
  name: 'MsaUnetChannelMoments',
  outputShapes: (_, { channels }) => [[channels], [channels]],
  loop: ([x], [mean, variance], { channels }) =>
    setMoments(mean!, variance!, x!.length / channels, channelSums(x!, x!, channels)),
  fast: {
    floats: sumsFloats,
    loop: (simd, [x], [mean, variance], scratch, { channels }) => {
      const totals = channelSumsOnSimd(simd, x!, x!, channels, scratch);
      setMoments(mean!, variance!, x!.length / channels, totals);
    },
  },
});

function setMoments(mean: Float32Array, variance: Float32Array, pixels: number, { sums, products }: ChannelSums): void {
  for (let c = 0; c < mean.length; c++) {
    const m = sums[c]! / pixels;
    mean[c] = m;
    variance[c] = Math.max(0, products[c]! / pixels - m * m);
  }
}
