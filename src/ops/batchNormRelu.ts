import * as tf from '@tensorflow/tfjs';
import { batchNormOnTensorflow } from './batchNormOnTensorflow';
import { normalizeGradientOnWebgpu, normalizeOnWebgpu } from './batchNormOnWebgpu';
import { backwardOnHost, forwardOnHost } from './batchNormReluOnHost';
import { type ChannelMoments, channelMoments } from './channelMoments';
import { behindActivation } from './convolution';
import { runsOnHost } from './hostKernel';
import { runsOnTensorflowCpu } from './tensorflow';
import { runsOnWebgpu } from './webgpuProgram';
import { withGradient } from './withGradient';

/**
 * Batch normalisation with the statistics of the batch itself, and the ReLU behind it.
 *
 * `x` [batch, height, width, channels] → same shape, `max(0, γ x̂ + β)` with `x̂ = (x − mean) / √(variance + ε)`; with
 * activation 'relu6' at most 6.
 *
 * `moments` must be those of `x`: the gradient is the closed form that counts them as functions of `x`,
 * `dx = γ/σ (g − mean(g) − x̂ mean(g x̂))`, two reductions and no tiling of per-channel vectors.
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
      const ownKernel = runsOnHost() ? forwardOnHost : runsOnWebgpu() ? normalizeOnWebgpu : null;
      const value = ownKernel
        ? (ownKernel([x, mean, variance, gamma, beta], { epsilon, relu: Number(relu), cap })[0] as tf.Tensor4D)
        : forwardByKernels(x, mean, variance, gamma, beta, epsilon, activation);
      return { value, saved: [x, mean, variance, gamma, ...(relu ? [value] : [])] };
    },
    gradients: (dy, saved) => {
      if (runsOnHost()) return backwardOnHost([dy, ...saved], { epsilon, cap });
      if (runsOnWebgpu()) return normalizeGradientOnWebgpu([dy, ...saved], { epsilon, cap });
      const [x, mean, variance, gamma, y] = saved as [tf.Tensor4D, ...tf.Tensor1D[]];
      const g = y ? behindActivation(dy, y, activation) : dy;
      return backwardByKernels(g, x, mean!, variance!, gamma!, epsilon);
    },
  });
}

/** The same, together with the moments of `x + bias`: a bias moves nothing but their mean. */
export function trainBatchNormRelu(
  x: tf.Tensor4D,
  { gamma, beta, bias }: { gamma: tf.Tensor1D; beta: tf.Tensor1D; bias: tf.Tensor1D | null },
  epsilon: number,
  activation: 'relu' | 'relu6' | 'linear' = 'relu',
): { value: tf.Tensor4D; moments: ChannelMoments } {
  if (runsOnTensorflowCpu()) {
    const { value, moments } = batchNormOnTensorflow(x, gamma, beta, epsilon, activation);
    return { value, moments: bias ? { ...moments, mean: tf.add(moments.mean, bias) } : moments };
  }
  const { biasedMean, ...moments } = channelMoments(x, bias);
  const value = batchNormRelu(x, moments, gamma, beta, epsilon, activation);
  return { value, moments: { ...moments, mean: biasedMean } };
}

/**
 * The same with given statistics, which the gradient takes for constants.
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

function forwardByKernels(
  x: tf.Tensor4D,
  mean: tf.Tensor1D,
  variance: tf.Tensor1D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
  activation: 'relu' | 'relu6' | 'linear',
): tf.Tensor4D {
  const scale = tf.mul(gamma, inverseDeviation(variance, epsilon));
  const y = tf.add(tf.mul(tf.sub(x, mean), scale), beta) as tf.Tensor4D;
  return activation === 'linear' ? y : activation === 'relu' ? tf.relu(y) : tf.relu6(y);
}

function backwardByKernels(
  g: tf.Tensor,
  x: tf.Tensor4D,
  mean: tf.Tensor1D,
  variance: tf.Tensor1D,
  gamma: tf.Tensor1D,
  epsilon: number,
): tf.Tensor[] {
  const pixels = x.size / mean.size;
  const inverse = inverseDeviation(variance, epsilon);
  const normal = tf.mul(tf.sub(x, mean), inverse);
  const dBeta = tf.sum(g, [0, 1, 2]);
  const dGamma = tf.sum(tf.mul(g, normal), [0, 1, 2]);
  const centred = tf.sub(tf.sub(g, tf.div(dBeta, pixels)), tf.mul(normal, tf.div(dGamma, pixels)));
  return [tf.mul(centred, tf.mul(gamma, inverse)), dGamma, dBeta];
}
