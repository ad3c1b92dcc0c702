import type * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { convGeometry } from '../kernels/convGeometry';
import { type Conv2dOptions, type ConvolutionKind, convolution } from './convolution';
import { filterGradient } from './filterGradient';
import { inputGradient } from './inputGradient';

/**
 * 2-D convolution that trains with any dilation on every backend.
 *
 * `x` [batch, height, width, channels], `filter` [height, width, channels, filters] → [batch, outHeight, outWidth, filters].
 *
 * Stock tfjs cannot train dilated convolutions on any backend (tensorflow/tfjs#7906), and on one backend no convolution at
 * all (#8474).
 *
 * @throws RangeError if shapes do not fit, or stride and dilation both exceed 1; TypeError if a tensor is not float32.
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
