import * as tf from '@tensorflow/tfjs';

import { type ConvGeometry, explicitPadding, type Padding } from './convGeometry';
import { filterGradientOnHost } from './filterGradientOnHost';
import { runsOnHost } from './hostKernel';

/**
 * Gradient of a convolution with respect to its filter, for any stride, dilation and padding.
 *
 * `x` [batch, height, width, channels], `dy` [batch, outHeight, outWidth, filters] → filter shape. Works around tfjs's
 * refusal of dilations (tensorflow/tfjs#7906) and the filter gradient that WASM lacks (#8474).
 */
export function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  if (runsOnHost()) return filterGradientOnHost(x, dy, geometry);
  // TensorFlow's own kernel asserts dilation 1. On GPUs the stock kernel gives every filter element one thread, which
  // walks over all pixels: a matrix product per tap keeps the device busy instead.
  return tf.getBackend() === 'tensorflow' && geometry.dilation === 1
    ? native(x, dy, geometry)
    : perTap(x, dy, geometry);
}

const native = (x: tf.Tensor4D, dy: tf.Tensor4D, { filterShape, stride, padding }: ConvGeometry): tf.Tensor4D =>
  tf.tidy(() => {
    const padded = padMap(x, padding);
    const attributes = { strides: [stride, stride], pad: 'valid', dataFormat: 'NHWC', filterShape };
    return tf.engine().runKernel<tf.Tensor4D>('Conv2DBackpropFilter', { x: padded, dy }, attributes);
  });

/** For every tap of the filter: the map shifted by that tap, as a matrix of pixels, transposed, times dy. */
const perTap = (x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D =>
  tf.tidy(() => {
    const { outputShape, filterShape, stride, dilation, padding } = geometry;
    const [batch, height, width, filters] = outputShape;
    const [kernelHeight, kernelWidth, channels] = filterShape;
    const padded = padMap(x, padding);
    const gradient = dy.reshape<tf.Tensor2D>([-1, filters]);
    const taps: tf.Tensor2D[] = [];
    for (let i = 0; i < kernelHeight; i++)
      for (let j = 0; j < kernelWidth; j++) {
        const [y, z] = [i * dilation, j * dilation];
        const shifted =
          stride === 1
            ? padded.slice([0, y, z, 0], [batch, height, width, channels])
            : padded.stridedSlice(
                [0, y, z, 0],
                [batch, y + (height - 1) * stride + 1, z + (width - 1) * stride + 1, channels],
                [1, stride, stride, 1],
              );
        taps.push(tf.matMul(shifted.reshape<tf.Tensor2D>([-1, channels]), gradient, true));
      }
    return tf.stack(taps).reshape(filterShape);
  });

const padMap = (x: tf.Tensor4D, padding: Padding): tf.Tensor4D =>
  padding.some((zeros) => zeros > 0) ? x.pad(explicitPadding(padding)) : x;
