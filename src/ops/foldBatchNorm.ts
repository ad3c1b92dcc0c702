import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { isRecordingGradients } from '../kernels/engine';
import type { InputsOf } from '../kernels/kernel';
import { tryKernel } from '../kernels/runKernel';
import { requireFloat } from '../utils/requireFloat';
import type { ChannelMoments } from './channelMoments';
import type { ConvBatchNormParameters } from './convBatchNormParameters';
import { requirePerChannel } from './requirePerChannel';

/** Filter [height, width, channels, filters] and bias [filters] of a convolution that includes its batch normalisation. */
export type FoldedConv = {
  filter: tf.Tensor4D;
  bias: tf.Tensor1D;
};

/**
 * Folds a batch normalisation with given statistics into the filter and bias of the convolution before it.
 *
 * @throws OptionError unless all tensors are float32 and the parameters have one value per filter
 */
export function foldBatchNorm(
  parameters: ConvBatchNormParameters,
  { mean, variance }: ChannelMoments,
  { epsilon = 1e-3, depthwise = false }: { epsilon?: number; depthwise?: boolean } = {},
): FoldedConv {
  const { filter, bias, gamma, beta } = parameters;
  const filters = filter.shape[depthwise ? 2 : 3];
  requireFloat('inferConvBatchNormRelu', { filter, bias, gamma, beta, mean, variance });
  requirePerChannel('inferConvBatchNormRelu', filters, { bias, gamma, beta, mean, variance });
  const compose = () => tf.tidy(() => composed(parameters, { mean, variance }, epsilon, depthwise));
  if (isRecordingGradients()) return compose(); // the kernel has no gradient
  const inputs: InputsOf<typeof kernels.foldBatchNorm> = [filter, gamma, beta, mean, variance, bias ?? undefined];
  const own = tryKernel(kernels.foldBatchNorm, inputs, { epsilon, filters });
  return own ? { filter: own[0], bias: own[1] } : compose();
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
