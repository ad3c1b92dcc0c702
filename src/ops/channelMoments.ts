import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { tryKernel } from '../kernels/runKernel';
import { withGradient } from './withGradient';

/** Mean and biased variance of every channel over the batch and its pixels. */
export type ChannelMoments = {
  mean: tf.Tensor1D;
  variance: tf.Tensor1D;
};

/**
 * Computes the moments of every channel: [batch, height, width, channels] → mean and variance [channels]. `biasedMean`
 * is the mean plus a `bias` [channels].
 *
 * Moments have no gradient of their own, because that of the normalisation accounts for them. `tf.moments` would keep
 * two more maps for its unused gradient until the end of the step.
 */
export function channelMoments(
  x: tf.Tensor4D,
  bias: tf.Tensor1D | null = null,
): ChannelMoments & { biasedMean: tf.Tensor1D } {
  const [mean, variance, biasedMean = mean] =
    tryKernel(kernels.channelMoments, [x, bias ?? undefined], {}) ?? compose(x, bias);
  return { mean, variance, biasedMean };
}

function compose(x: tf.Tensor4D, bias: tf.Tensor1D | null): [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D?] {
  const mean = withoutGradient(x, () => tf.mean(x, [0, 1, 2]));
  const variance = withoutGradient(x, () => tf.mean(tf.square(tf.sub(x, mean)), [0, 1, 2]));
  return [mean, variance, bias ? tf.add<tf.Tensor1D>(mean, bias) : undefined];
}

const withoutGradient = (x: tf.Tensor4D, compute: () => tf.Tensor1D): tf.Tensor1D =>
  withGradient([x], {
    forward: () => ({ value: compute(), saved: [] }),
    gradients: () => {
      throw new Error('channelMoments: its results have no gradient; use them in batchNormRelu');
    },
  });
