import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import type { ConvGeometry } from '../kernels/convGeometry';
import { runKernel } from '../kernels/runKernel';
import { shiftedMaps } from './filterGradient';

/**
 * Gradient of a depthwise convolution with respect to its filter, for any stride, dilation and padding: for every tap,
 * the sum over all pixels of the map, shifted by that tap, times dy.
 *
 * `x` [batch, height, width, channels], `dy` [batch, outHeight, outWidth, channels] → [height, width, channels, 1].
 */
export const depthwiseFilterGradient = (x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D =>
  runKernel(kernels.depthwiseFilterGradient, [x, dy], geometry, () => perTap(x, dy, geometry));

const perTap = (x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D =>
  tf.tidy(() => {
    const taps = shiftedMaps(x, geometry).map((shifted) => tf.sum(tf.mul(shifted, dy), [0, 1, 2]));
    return tf.stack(taps).reshape(geometry.filterShape);
  });
