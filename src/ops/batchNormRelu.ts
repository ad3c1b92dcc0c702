import * as tf from '@tensorflow/tfjs';

import type { ChannelMoments } from './channelMoments';
import { hostKernel, runsOnHost } from './hostKernel';
import { withGradient } from './withGradient';

/** What {@link batchNormRelu} applies after the normalisation. */
export type NormActivation = 'relu' | 'linear';

/**
 * Batch normalisation with the statistics of the batch itself, and the ReLU behind it.
 *
 * `x` [batch, height, width, channels] → same shape, `max(0, γ x̂ + β)` with `x̂ = (x − mean) / √(variance + ε)`.
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
  activation: NormActivation = 'relu',
): tf.Tensor4D {
  const relu = activation === 'relu';
  return withGradient([x, gamma, beta], {
    forward: () => {
      const value = runsOnHost()
        ? (forwardOnHost([x, mean, variance, gamma, beta], { epsilon, relu: Number(relu) })[0] as tf.Tensor4D)
        : forwardByKernels(x, mean, variance, gamma, beta, epsilon, relu);
      return { value, saved: [x, mean, variance, gamma, beta, ...(runsOnHost() || !relu ? [] : [value])] };
    },
    gradients: (dy, saved) => {
      const [x, mean, variance, gamma, beta, y] = saved as [tf.Tensor4D, ...tf.Tensor1D[]];
      return runsOnHost()
        ? backwardOnHost([dy, x, mean!, variance!, gamma!, beta!], { epsilon, relu: Number(relu) })
        : backwardByKernels(y ? tf.mul(dy, tf.step(y)) : dy, x, mean!, variance!, gamma!, epsilon);
    },
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
  relu: boolean,
): tf.Tensor4D {
  const scale = tf.mul(gamma, inverseDeviation(variance, epsilon));
  const y = tf.add(tf.mul(tf.sub(x, mean), scale), beta) as tf.Tensor4D;
  return relu ? tf.relu(y) : y;
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

type HostAttributes = { epsilon: number; relu: number };

const forwardOnHost = hostKernel<HostAttributes>({
  name: 'MsaUnetBatchNormRelu',
  outputShapes: ([shape]) => [shape!],
  loop: ([x, mean, variance, gamma, beta], [y], { epsilon, relu }) => {
    const { channels, scale, shift } = affine(mean!, variance!, gamma!, beta!, epsilon);
    const least = relu ? 0 : Number.NEGATIVE_INFINITY;
    for (let i = 0; i < x!.length; )
      for (let c = 0; c < channels; c++, i++) {
        const value = x![i]! * scale[c]! + shift[c]!;
        y![i] = Math.max(value, least);
      }
  },
});

const backwardOnHost = hostKernel<HostAttributes>({
  name: 'MsaUnetBatchNormReluGradient',
  outputShapes: ([shape, , channels]) => [shape!, channels!, channels!],
  loop: ([dy, x, mean, variance, gamma, beta], [dx, dGamma, dBeta], { epsilon, relu }) => {
    const { channels, scale, shift } = affine(mean!, variance!, gamma!, beta!, epsilon);
    const least = relu ? 0 : Number.NEGATIVE_INFINITY;
    const sumG = new Float64Array(channels);
    const sumGX = new Float64Array(channels);
    for (let i = 0; i < x!.length; )
      for (let c = 0; c < channels; c++, i++) {
        const value = x![i]!;
        const g = value * scale[c]! + shift[c]! > least ? dy![i]! : 0;
        dx![i] = g; // read again below
        sumG[c]! += g;
        sumGX[c]! += g * (value - mean![c]!);
      }
    const pixels = x!.length / channels;
    const slope = new Float64Array(channels);
    const offset = new Float64Array(channels);
    for (let c = 0; c < channels; c++) {
      const inverse = 1 / Math.sqrt(variance![c]! + epsilon);
      dBeta![c] = sumG[c]!;
      dGamma![c] = sumGX[c]! * inverse;
      slope[c] = (sumGX[c]! * inverse * inverse) / pixels;
      offset[c] = sumG[c]! / pixels - slope[c]! * mean![c]!;
    }
    for (let i = 0; i < x!.length; )
      for (let c = 0; c < channels; c++, i++) dx![i] = scale[c]! * (dx![i]! - offset[c]! - slope[c]! * x![i]!);
  },
});

/** The normalisation as one multiplication and one addition per element. */
function affine(mean: Float32Array, variance: Float32Array, gamma: Float32Array, beta: Float32Array, epsilon: number) {
  const channels = mean.length;
  const scale = new Float64Array(channels);
  const shift = new Float64Array(channels);
  for (let c = 0; c < channels; c++) {
    scale[c] = gamma[c]! / Math.sqrt(variance[c]! + epsilon);
    shift[c] = beta[c]! - mean[c]! * scale[c]!;
  }
  return { channels, scale, shift };
}
