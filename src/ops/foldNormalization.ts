import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { isRecordingGradients } from '../kernels/engine';
import type { InputsOf } from '../kernels/kernel';
import { tryKernel } from '../kernels/runKernel';
import type { ChannelMoments } from './channelMoments';
import type { ConvBatchNormParameters } from './convBatchNormParameters';

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
  const compose = () => composed(parameters, moments, epsilon, depthwise);
  if (isRecordingGradients()) return compose(); // the kernel has no gradient
  const { gamma, beta } = parameters;
  const inputs: InputsOf<typeof kernels.foldBatchNorm> = [
    ...([parameters.filter, gamma, beta, moments.mean, moments.variance] as const),
    parameters.bias ?? undefined,
  ];
  const own = tryKernel(kernels.foldBatchNorm, inputs, { epsilon, filters: gamma.size });
  if (!own) return compose();
  const [filter, bias] = own;
  return { filter, bias };
}

function composed(
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
