import * as tf from '@tensorflow/tfjs';

import { type Names, requireKnown, requireOneOf } from '../utils/check';
import { requireFloat } from '../utils/requireFloat';
import { trainBatchNormRelu } from './batchNormRelu';
import type { ChannelMoments } from './channelMoments';
import { conv2d } from './conv2d';
import type { ConvBatchNormParameters } from './convBatchNormParameters';
import type { Conv2dOptions } from './convolution';
import { depthwiseConv2d } from './depthwiseConv2d';
import { type FoldedConv, foldBatchNorm } from './foldBatchNorm';
import { requirePerChannel } from './requirePerChannel';

export type { ConvBatchNormParameters } from './convBatchNormParameters';

/** Options of {@link trainConvBatchNormRelu} and {@link inferConvBatchNormRelu}. */
export interface ConvBatchNormOptions extends Pick<Conv2dOptions, 'stride' | 'dilation' | 'padding'> {
  /** Whether every channel has a filter of its own. @defaultValue `false` */
  depthwise?: boolean;
  /** Added to the variance before the square root. @defaultValue `1e-3` */
  epsilon?: number;
  /** Activation after the normalisation; 'relu6' is a ReLU clipped at 6. @defaultValue `'relu'` */
  activation?: 'relu' | 'relu6' | 'linear';
}

const optionNames: Names<ConvBatchNormOptions> = {
  stride: null,
  dilation: null,
  padding: null,
  depthwise: null,
  epsilon: null,
  activation: null,
};

/**
 * Convolution, batch normalisation with the statistics of the batch, ReLU: the unit `f^k` of the paper, in training.
 *
 * `x` [batch, height, width, channels] → `value` [batch, outHeight, outWidth, filters] and the `moments` [filters] of
 * the biased convolution, for the moving averages.
 *
 * The bias is not added, because the normalisation subtracts any constant: the bias changes only the mean, and its
 * gradient is zero.
 *
 * @throws RangeError if shapes do not fit, stride and dilation both exceed 1, or a tensor is not float32
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { trainConvBatchNormRelu } from 'msa-unet';
 *
 * const x = tf.randomNormal<tf.Rank.R4>([2, 8, 8, 1]);
 * const filter = tf.randomNormal<tf.Rank.R4>([3, 3, 1, 4]);
 * const parameters = { filter, bias: null, gamma: tf.ones<tf.Rank.R1>([4]), beta: tf.zeros<tf.Rank.R1>([4]) };
 * const { value, moments } = trainConvBatchNormRelu(x, parameters);
 * console.log(value.shape, moments.mean.shape); // [2, 8, 8, 4] [4]
 * ```
 */
export function trainConvBatchNormRelu(
  x: tf.Tensor4D,
  { filter, bias, gamma, beta }: ConvBatchNormParameters,
  options: ConvBatchNormOptions = {},
): { value: tf.Tensor4D; moments: ChannelMoments } {
  requireKnown<ConvBatchNormOptions>('trainConvBatchNormRelu', options, optionNames);
  const { epsilon = 1e-3, activation = 'relu', depthwise = false, stride, dilation, padding } = options;
  requireOneOf('trainConvBatchNormRelu', 'activation', activation, ['relu', 'relu6', 'linear']);
  return tf.tidy(() => {
    const convolved = (depthwise ? depthwiseConv2d : conv2d)(x, filter, { stride, dilation, padding });
    requireFloat('trainConvBatchNormRelu', { bias, gamma, beta });
    requirePerChannel('trainConvBatchNormRelu', convolved.shape[3], { bias, gamma, beta });
    return trainBatchNormRelu(convolved, { gamma, beta, bias }, epsilon, activation);
  });
}

/**
 * Convolution, batch normalisation with given statistics, ReLU: the unit `f^k` of the paper, at inference.
 *
 * The normalisation is folded into the filter and its bias, which leaves one native kernel per map.
 *
 * It can also be differentiated, like a frozen unit before trained ones.
 *
 * @throws as {@link trainConvBatchNormRelu}
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { inferConvBatchNormRelu } from 'msa-unet';
 *
 * const x = tf.randomNormal<tf.Rank.R4>([1, 8, 8, 1]);
 * const filter = tf.randomNormal<tf.Rank.R4>([3, 3, 1, 4]);
 * const [ones, zeros] = [tf.ones<tf.Rank.R1>([4]), tf.zeros<tf.Rank.R1>([4])];
 * const parameters = { filter, bias: null, gamma: ones, beta: zeros };
 * console.log(inferConvBatchNormRelu(x, parameters, { mean: zeros, variance: ones }).shape); // [1, 8, 8, 4]
 * ```
 */
export function inferConvBatchNormRelu(
  x: tf.Tensor4D,
  parameters: ConvBatchNormParameters,
  moments: ChannelMoments,
  options: ConvBatchNormOptions = {},
): tf.Tensor4D {
  requireKnown<ConvBatchNormOptions>('inferConvBatchNormRelu', options, optionNames);
  return tf.tidy(() => convolveFolded(x, foldBatchNorm(parameters, moments, options), options));
}

/** Convolves with the result of `foldBatchNorm`: the second half of {@link inferConvBatchNormRelu}. */
export function convolveFolded(
  x: tf.Tensor4D,
  { filter, bias }: FoldedConv,
  { activation = 'relu', depthwise = false, stride, dilation, padding }: ConvBatchNormOptions = {},
): tf.Tensor4D {
  const options: Conv2dOptions = { activation, stride, dilation, padding, bias };
  return (depthwise ? depthwiseConv2d : conv2d)(x, filter, options);
}
