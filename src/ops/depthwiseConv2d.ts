import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { type ConvGeometry, convGeometry } from '../kernels/convGeometry';
import { show, unfit } from '../utils/errors';
import { type Conv2dOptions, type ConvolutionKind, convolution } from './convolution';
import { depthwiseFilterGradient } from './depthwiseFilterGradient';
import { insertZeros, rotatedPadding, rotateFilter } from './inputGradient';

/**
 * Depthwise convolution, with one filter per channel, that trains with any dilation on every backend.
 *
 * `x` [batch, height, width, channels], `filter` [height, width, channels, 1] → [batch, outHeight, outWidth, channels].
 *
 * Stock tfjs cannot train dilated depthwise convolutions on any backend (tensorflow/tfjs#7906), and no depthwise
 * convolutions at all on one backend (#8474).
 *
 * @throws RangeError if shapes do not fit, stride and dilation both exceed 1, or a tensor is not float32.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { depthwiseConv2d } from 'msa-unet';
 *
 * const x = tf.ones<tf.Rank.R4>([1, 8, 8, 3]);
 * const filter = tf.ones<tf.Rank.R4>([3, 3, 3, 1]);
 * console.log(depthwiseConv2d(x, filter, { stride: 2 }).shape); // [1, 4, 4, 3]
 * ```
 */
export const depthwiseConv2d = (x: tf.Tensor4D, filter: tf.Tensor4D, options: Conv2dOptions = {}): tf.Tensor4D =>
  convolution(kind, x, filter, options);

const kind: ConvolutionKind = {
  name: 'depthwiseConv2d',
  kernel: kernels.depthwiseConvolution,
  stock: { plain: 'DepthwiseConv2dNative', fused: 'FusedDepthwiseConv2D' },
  geometry,
  inputGradient,
  filterGradient: depthwiseFilterGradient,
};

function geometry(x: number[], filter: number[], options: Conv2dOptions): ConvGeometry {
  if (x.length !== 4 || filter.length !== 4 || x[3] !== filter[2] || filter[3] !== 1)
    throw unfit(
      'depthwiseConv2d',
      'filter',
      filter,
      'expected a map [batch, height, width, channels] and a filter [height, width, channels, 1]; ' +
        `received ${show(x)} and ${show(filter)}`,
    );
  const { outputShape, ...rest } = convGeometry('depthwiseConv2d', x, filter, options);
  const [batch, height, width] = outputShape;
  return { ...rest, outputShape: [batch, height, width, x[3]!] };
}

/** Convolves dy, with `stride` − 1 zeros between its pixels, with the filters rotated by 180°. */
function inputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const { stride, dilation } = geometry;
  return tf.tidy(() => {
    const rotated = rotateFilter(filter).reshape<tf.Tensor4D>(filter.shape);
    return tf.depthwiseConv2d(insertZeros(dy, stride), rotated, 1, rotatedPadding(geometry), 'NHWC', dilation);
  });
}
