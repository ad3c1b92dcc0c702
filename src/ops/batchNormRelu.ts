import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { runKernel, tryKernel } from '../kernels/runKernel';
import { activationGradient } from './activationGradient';
import { type ChannelMoments, channelMoments } from './channelMoments';
import { withGradient } from './withGradient';

/**
 * Batch normalisation with the statistics of the batch itself, followed by an activation.
 *
 * `x` [batch, height, width, channels] → same shape, `max(0, γ x̂ + β)` with `x̂ = (x − mean) / √(variance + ε)`;
 * 'relu6' also clips it at 6, 'linear' omits the ReLU.
 *
 * `moments` must be those of `x`: the gradient treats them as functions of `x`. Its closed form takes two reductions
 * and no tiling of per-channel vectors:
 *
 * `dx = γ/σ (g − mean(g) − x̂ mean(g x̂))`
 *
 * @see Ioffe and Szegedy, Batch Normalization, 2015, https://arxiv.org/abs/1502.03167, Algorithm 1
 */
export function batchNormRelu(
  x: tf.Tensor4D,
  { mean, variance }: ChannelMoments,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
  activation: 'relu' | 'relu6' | 'linear' = 'relu',
): tf.Tensor4D {
  const relu = activation !== 'linear';
  const cap = activation === 'relu6' ? 6 : Number.POSITIVE_INFINITY;
  return withGradient([x, gamma, beta], {
    forward: () => {
      const compose = () => normalise(x, { mean, variance }, gamma, beta, epsilon, activation);
      const attributes = { epsilon, relu: Number(relu), cap };
      const value = runKernel(kernels.batchNormRelu, [x, mean, variance, gamma, beta], attributes, compose);
      return { value, saved: [x, mean, variance, gamma, ...(relu ? [value] : [])] };
    },
    gradients: (dy, saved) => {
      const [x, mean, variance, gamma, y] = saved as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor4D?];
      const own = tryKernel(kernels.batchNormReluGradient, [dy, x, mean, variance, gamma, y], { epsilon, cap });
      const g = () => (y ? activationGradient(dy, y, activation) : dy);
      return own ?? gradientsOf(g(), x, { mean, variance }, gamma, epsilon);
    },
  });
}

/** Normalises `x` like {@link batchNormRelu} and returns the moments of `x + bias`: a bias changes only their mean. */
export function trainBatchNormRelu(
  x: tf.Tensor4D,
  { gamma, beta, bias }: { gamma: tf.Tensor1D; beta: tf.Tensor1D; bias: tf.Tensor1D | null },
  epsilon: number,
  activation: 'relu' | 'relu6' | 'linear' = 'relu',
): { value: tf.Tensor4D; moments: ChannelMoments } {
  const fused = fusedBatchNorm(x, gamma, beta, epsilon, activation);
  if (fused) {
    const { value, moments } = fused;
    return { value, moments: bias ? { ...moments, mean: tf.add(moments.mean, bias) } : moments };
  }
  const { biasedMean, ...moments } = channelMoments(x, bias);
  const value = batchNormRelu(x, moments, gamma, beta, epsilon, activation);
  return { value, moments: { ...moments, mean: biasedMean } };
}

/** Computes moments and normalisation by one kernel and the gradient by another; `null` if the backend has none. */
function fusedBatchNorm(
  x: tf.Tensor4D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
  activation: kernels.Activation,
): { value: tf.Tensor4D; moments: ChannelMoments } | null {
  const outputs = tryKernel(kernels.batchNorm, [x, gamma, beta], { epsilon }); // here, to return the moments too
  if (!outputs) return null;
  const [y, mean, variance, rest] = outputs;
  const value = withGradient([x, gamma, beta], {
    forward: () => {
      const value = activation === 'linear' ? tf.clone(y) : activation === 'relu' ? tf.relu(y) : tf.relu6(y);
      return { value, saved: [x, gamma, mean, variance, rest, ...(activation === 'linear' ? [] : [value])] };
    },
    gradients: (dy, saved) => {
      const [x, gamma, mean, variance, rest, y] = saved as [
        ...[tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor],
        tf.Tensor4D?,
      ];
      const g = y ? activationGradient(dy, y, activation) : dy;
      return tryKernel(kernels.batchNormGradient, [g, x, gamma, mean, variance, rest], { epsilon })!;
    },
  });
  return { value, moments: { mean, variance } };
}

/**
 * Batch normalisation with given statistics, which the gradient treats as constants, followed by an activation.
 *
 * `x` [batch, height, width, channels] → same shape.
 */
export function inferBatchNormRelu(
  x: tf.Tensor4D,
  { mean, variance }: ChannelMoments,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
  activation: 'relu' | 'linear' = 'relu',
): tf.Tensor4D {
  return tf.tidy(() => {
    const scale = tf.mul(gamma, inverseDeviation(variance, epsilon));
    const y = tf.add<tf.Tensor4D>(tf.mul(x, scale), tf.sub(beta, tf.mul(mean, scale)));
    return activation === 'relu' ? tf.relu(y) : y;
  });
}

const inverseDeviation = (variance: tf.Tensor, epsilon: number) => tf.rsqrt(tf.add(variance, epsilon));

function normalise(
  x: tf.Tensor4D,
  { mean, variance }: ChannelMoments,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
  activation: kernels.Activation,
): tf.Tensor4D {
  const scale = tf.mul(gamma, inverseDeviation(variance, epsilon));
  const y = tf.add(tf.mul(tf.sub(x, mean), scale), beta) as tf.Tensor4D;
  return activation === 'linear' ? y : activation === 'relu' ? tf.relu(y) : tf.relu6(y);
}

/** Computes dx = γ/σ (g − mean(g) − x̂ mean(g x̂)), dγ and dβ. */
function gradientsOf(
  g: tf.Tensor4D,
  x: tf.Tensor4D,
  { mean, variance }: ChannelMoments,
  gamma: tf.Tensor1D,
  epsilon: number,
): [dx: tf.Tensor4D, dGamma: tf.Tensor1D, dBeta: tf.Tensor1D] {
  const pixels = x.size / mean.size;
  const inverse = inverseDeviation(variance, epsilon);
  const normal = tf.mul(tf.sub(x, mean), inverse);
  const dBeta = tf.sum<tf.Tensor1D>(g, [0, 1, 2]);
  const dGamma = tf.sum<tf.Tensor1D>(tf.mul(g, normal), [0, 1, 2]);
  const centred = tf.sub(tf.sub(g, tf.div(dBeta, pixels)), tf.mul(normal, tf.div(dGamma, pixels)));
  return [tf.mul(centred, tf.mul(gamma, inverse)), dGamma, dBeta];
}
