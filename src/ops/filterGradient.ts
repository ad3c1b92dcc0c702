import * as tf from '@tensorflow/tfjs';

import { type ConvGeometry, explicitPadding, type Padding } from './convGeometry';
import { filterGradientOnHost } from './filterGradientOnHost';
import { filterGradientOnWebgpu } from './filterGradientOnWebgpu';
import { runsOnHost } from './hostKernel';
import { nativeGradient } from './nativeGradient';
import { runsOnWebgpu } from './webgpuProgram';

/**
 * Gradient of a convolution with respect to its filter, for any stride, dilation and padding.
 *
 * `x` [batch, height, width, channels], `dy` [batch, outHeight, outWidth, filters] → filter shape. Works around tfjs's
 * refusal of dilations (tensorflow/tfjs#7906) and the filter gradient that WASM lacks (#8474).
 */
export function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  if (runsOnHost()) return filterGradientOnHost(x, dy, geometry);
  // On TensorFlow, per tap takes 3.4 times as long as the native kernel on the 3×3 layers of MSA-UNet (2.2 to 6), and on
  // dilated ones 1.6 times as long as one convolution (1.4 to 1.7). For 1×1 filters with a stride the native kernel (oneDNN's)
  // writes beyond its memory: a map of 2×48×48×8 by 16 filters with stride 2 ends the process.
  if (tf.getBackend() === 'tensorflow' && !(geometry.stride > 1 && isPointwise(geometry)))
    return nativeGradient('Conv2DBackpropFilter', x, dy, geometry) ?? asConvolution(x, dy, geometry);
  if (runsOnWebgpu()) return filterGradientOnWebgpu([x, dy], geometry)[0] as tf.Tensor4D;
  // On GPUs the stock kernel gives every filter element one thread, which walks over all pixels: a matrix product per
  // tap keeps the device busy instead.
  return perTap(x, dy, geometry);
}

const isPointwise = ({ filterShape: [height, width] }: ConvGeometry) => height * width === 1;

/** The map as a batch of its channels, convolved with dy as filter; stride and dilation change places. */
const asConvolution = (x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D =>
  tf.tidy(() => {
    const { filterShape, stride, dilation, padding } = geometry;
    const [height, width, channels, filters] = filterShape;
    const map = padMap(x, padding).transpose<tf.Tensor4D>([3, 1, 2, 0]);
    const filter = dy.transpose<tf.Tensor4D>([1, 2, 0, 3]);
    const taps = tf.conv2d(map, filter, dilation, 'valid', 'NHWC', stride);
    return taps.slice([0, 0, 0, 0], [channels, height, width, filters]).transpose([1, 2, 0, 3]);
  });

/** For every tap of the filter: the map shifted by that tap, as a matrix of pixels, transposed, times dy. */
const perTap = (x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D =>
  tf.tidy(() => {
    const [, , channels, filters] = geometry.filterShape;
    const gradient = dy.reshape<tf.Tensor2D>([-1, filters]);
    const taps = shiftedMaps(x, geometry).map((shifted) =>
      tf.matMul(shifted.reshape<tf.Tensor2D>([-1, channels]), gradient, true),
    );
    return tf.stack(taps).reshape(geometry.filterShape);
  });

/** The map as every tap of the filter sees it, in the order of the taps: one pixel for each of the output. */
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
