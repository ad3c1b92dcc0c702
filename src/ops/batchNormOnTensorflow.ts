import * as tf from '@tensorflow/tfjs';

import type { ChannelMoments } from './channelMoments';
import { behindActivation } from './convolution';
import { flag, float, floatType, runOnOneDnn } from './tensorflow';
import { withGradient } from './withGradient';

/**
 * Batch normalisation with the statistics of the batch, and what follows it, in two of TensorFlow's kernels; two more
 * compute the gradient. Composed of stock ones they would be nine, and twenty.
 *
 * `x` [batch, height, width, channels] → `value`, same shape, and the `moments` [channels] of x.
 */
export function batchNormOnTensorflow(
  x: tf.Tensor4D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
  activation: 'relu' | 'relu6' | 'linear',
): { value: tf.Tensor4D; moments: ChannelMoments } {
  const attributes = [floatType('T'), floatType('U'), float('epsilon', epsilon), flag('is_training', true)];
  const none = tf.tensor1d([]); // no moving averages to start from
  // Outside of `withGradient`: the moments are handed out too.
  const outputs = runOnOneDnn('FusedBatchNormV3', [x, gamma, beta, none, none], attributes, 6);
  const [y, , , mean, variance, rest] = outputs as [tf.Tensor4D, ...tf.Tensor1D[]];
  const value = withGradient([x, gamma, beta], {
    forward: () => {
      const value = activation === 'linear' ? tf.clone(y) : activation === 'relu' ? tf.relu(y) : tf.relu6(y);
      return { value, saved: [x, gamma, mean!, variance!, rest!, ...(activation === 'linear' ? [] : [value])] };
    },
    gradients: (dy, [x, gamma, mean, variance, rest, y]) => {
      const g = y ? behindActivation(dy, y, activation) : dy;
      const inputs = [g, x!, gamma!, mean!, variance!, rest!];
      return runOnOneDnn('FusedBatchNormGradV3', inputs, attributes, 5).slice(0, 3);
    },
  });
  return { value, moments: { mean: mean!, variance: variance! } };
}
