import type * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { convGeometry } from '../kernels/convGeometry';
import { type Conv2dOptions, type ConvolutionKind, convolution } from './convolution';
import { filterGradient } from './filterGradient';
import { inputGradient } from './inputGradient';

/**
 * 2-D convolution that trains with any dilation on every backend.
 *
 * `x` [batch, height, width, channels], `filter` [height, width, channels, filters] → [batch, outHeight, outWidth,
 * filters].
 *
 * Stock tfjs cannot train dilated convolutions on any backend (tensorflow/tfjs#7906), and no convolutions at all on one
 * backend (#8474).
 *
 * @throws RangeError if shapes do not fit, stride and dilation both exceed 1, or a tensor is not float32.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { conv2d } from 'msa-unet';
 *
 * const x = tf.ones<tf.Rank.R4>([1, 8, 8, 1]);
 * const filter = tf.ones<tf.Rank.R4>([3, 3, 1, 4]);
 * const gradient = tf.grad((w) => conv2d(x, w as tf.Tensor4D, { dilation: 2 }))(filter);
 * console.log(gradient.shape); // [3, 3, 1, 4]
 * ```
 */
export const conv2d = (x: tf.Tensor4D, filter: tf.Tensor4D, options: Conv2dOptions = {}): tf.Tensor4D =>
  convolution(kind, x, filter, options);

const kind: ConvolutionKind = {
  name: 'conv2d',
  kernel: kernels.convolution,
  stock: { plain: 'Conv2D', fused: 'FusedConv2D' },
  geometry: (x, filter, options) => convGeometry('conv2d', x, filter, options),
  inputGradient,
  filterGradient,
};
