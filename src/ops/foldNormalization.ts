import * as tf from '@tensorflow/tfjs';

import type { ChannelMoments } from './channelMoments';
import type { ConvBatchNormParameters } from './convBatchNormParameters';
import { foldOnWebgpu } from './foldOnWebgpu';
import { hostKernel, runsOnHost } from './hostKernel';
import { runsOnWebgpu } from './webgpuProgram';

/** A convolution that does what another and the normalisation behind it do. */
export type FoldedConv = {
  filter: tf.Tensor4D;
  bias: tf.Tensor1D;
};

/** Works a batch normalisation with given statistics into the convolution in front of it. */
export function foldNormalization(
  parameters: ConvBatchNormParameters,
  moments: ChannelMoments,
  epsilon: number,
  depthwise: boolean,
): FoldedConv {
  const recording = tf.engine().state.gradientDepth > 0; // the single kernel has no gradient
  const onKernel = runsOnWebgpu() || (runsOnHost() && !depthwise);
  if (recording || !onKernel) return byKernels(parameters, moments, epsilon, depthwise);
  const { filter, bias, gamma, beta } = parameters;
  const inputs = [filter, gamma, beta, moments.mean, moments.variance, ...(bias ? [bias] : [])];
  const [foldedFilter, foldedBias] = (
    runsOnWebgpu() ? foldOnWebgpu(inputs, { epsilon, filters: gamma.size }) : onHost(inputs, { epsilon })
  ) as [tf.Tensor4D, tf.Tensor1D];
  return { filter: foldedFilter, bias: foldedBias };
}

function byKernels(
  { filter, bias, gamma, beta }: ConvBatchNormParameters,
  { mean, variance }: ChannelMoments,
  epsilon: number,
  depthwise: boolean,
): FoldedConv {
  const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)));
  const centre = bias ? tf.sub(bias, mean) : tf.neg(mean);
  return {
    filter: tf.mul<tf.Tensor4D>(filter, depthwise ? tf.expandDims(scale, 1) : scale),
    bias: tf.add<tf.Tensor1D>(beta, tf.mul(centre, scale)),
  };
}

/** Filter, γ, β, mean, variance and bias, if there is one → the folded filter and bias. */
const onHost = hostKernel<{ epsilon: number }>({
  name: 'MsaUnetFoldNormalization',
  outputShapes: ([filter, filters]) => [filter!, filters!],
  loop: ([filter, ...vectors], [folded, foldedBias], { epsilon }) => {
    const scale = foldBias(vectors, foldedBias!, epsilon);
    for (let i = 0; i < filter!.length; )
      for (let f = 0; f < scale.length; f++, i++) folded![i] = scale[f]! * filter![i]!;
  },
  fast: {
    floats: ([, filters]) => (filters![0]! % 4 === 0 ? 4 * filters![0]! : null),
    loop: (simd, [filter, ...vectors], [folded, foldedBias], scratch, { epsilon }) => {
      const filters = foldedBias!.length;
      const [scale, zeros, low, high] = [0, 1, 2, 3].map((i) =>
        scratch.subarray(i * filters, (i + 1) * filters),
      ) as Four;
      scale.set(foldBias(vectors, foldedBias!, epsilon));
      zeros.fill(0);
      low.fill(Number.NEGATIVE_INFINITY);
      high.fill(Number.POSITIVE_INFINITY);
      const lists = [scale, zeros, low, high].map(({ byteOffset }) => byteOffset) as [number, number, number, number];
      simd.scaleShift(filter!.byteOffset, folded!.byteOffset, ...lists, filters, filter!.length / filters);
    },
  },
});

type Four = [Float32Array, Float32Array, Float32Array, Float32Array];

/** Sets the bias, and returns what the filters are multiplied by. */
function foldBias(vectors: Float32Array[], foldedBias: Float32Array, epsilon: number): Float64Array {
  const [gamma, beta, mean, variance, bias] = vectors as [...Four, Float32Array?];
  const scale = Float64Array.from(gamma, (g, f) => g / Math.sqrt(variance[f]! + epsilon));
  for (let f = 0; f < scale.length; f++) foldedBias[f] = beta[f]! + ((bias?.[f] ?? 0) - mean[f]!) * scale[f]!;
  return scale;
}
