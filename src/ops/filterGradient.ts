import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { type ConvGeometry, explicitPadding, type Padding } from '../kernels/convGeometry';
import { runKernel } from '../kernels/runKernel';

/**
 * Gradient of a convolution with respect to its filter, for any stride, dilation and padding.
 *
 * `x` [batch, height, width, channels], `dy` [batch, outHeight, outWidth, filters] → filter shape. Stock tfjs rejects
 * dilations (tensorflow/tfjs#7906), and lacks a filter gradient on one backend (#8474).
 */
export const filterGradient = (x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D =>
  runKernel(kernels.filterGradient, [x, dy], geometry, () => perTap(x, dy, geometry));

/**
 * Computes one matrix product per tap: the map shifted by that tap, [channels, pixels], times dy, [pixels, filters].
 *
 * The stock kernel of GPUs uses one thread per filter element, which loops over all pixels; matrix products keep the
 * device busy.
 */
const perTap = (x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D =>
  tf.tidy(() => {
    const [, , channels, filters] = geometry.filterShape;
    const gradient = dy.reshape<tf.Tensor2D>([-1, filters]);
    const taps = shiftedMaps(x, geometry).map((shifted) =>
      tf.matMul(shifted.reshape<tf.Tensor2D>([-1, channels]), gradient, true),
    );
    return tf.stack(taps).reshape(geometry.filterShape);
  });

/** Returns the map shifted by every tap of the filter, in the order of the taps, with one pixel per output pixel. */
export function shiftedMaps(x: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D[] {
  const { outputShape, filterShape, stride, dilation, padding } = geometry;
  const [batch, height, width] = outputShape;
  const [kernelHeight, kernelWidth, channels] = filterShape;
  const padded = padMap(x, padding);
  const shifted = (y: number, z: number) => {
    if (stride === 1) return padded.slice([0, y, z, 0], [batch, height, width, channels]);
    const end = [batch, y + (height - 1) * stride + 1, z + (width - 1) * stride + 1, channels];
    return padded.stridedSlice([0, y, z, 0], end, [1, stride, stride, 1]) as tf.Tensor4D;
  };
  return Array.from({ length: kernelHeight * kernelWidth }, (_, tap) =>
    shifted(Math.floor(tap / kernelWidth) * dilation, (tap % kernelWidth) * dilation),
  );
}

const padMap = (x: tf.Tensor4D, padding: Padding): tf.Tensor4D =>
  padding.some((zeros) => zeros > 0) ? x.pad(explicitPadding(padding)) : x;
