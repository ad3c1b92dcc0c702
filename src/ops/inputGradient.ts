import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { type ConvGeometry, explicitPadding, type Padding } from '../kernels/convGeometry';
import { runKernel } from '../kernels/runKernel';

/**
 * Gradient of a convolution with respect to its input; also the forward pass of a transposed convolution.
 *
 * `dy` [batch, outHeight, outWidth, filters] → [batch, height, width, channels]. The gradient is itself a convolution:
 * of dy, with `stride` − 1 zeros between its pixels, with the filter rotated by 180° and its channel axes swapped.
 * Unlike the stock gradient it supports any dilation (tensorflow/tfjs#7906), and it is up to six times as fast.
 */
export const inputGradient = (dy: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D =>
  runKernel(kernels.inputGradient, [dy, filter], geometry, () => asConvolution(dy, filter, geometry));

function asConvolution(dy: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const { stride, dilation } = geometry;
  return tf.tidy(() =>
    tf.conv2d(insertZeros(dy, stride), rotateFilter(filter), 1, rotatedPadding(geometry), 'NHWC', dilation),
  );
}

/** Returns the padding of dy for the rotated filter. */
export function rotatedPadding({ inputShape, outputShape, filterShape, stride, dilation, padding }: ConvGeometry) {
  const pad = (length: number, outLength: number, taps: number, before: number): [number, number] => {
    const reach = (taps - 1) * dilation;
    return [reach - before, length - ((outLength - 1) * stride + 1) + before];
  };
  const zeros: Padding = [
    ...pad(inputShape[1], outputShape[1], filterShape[0], padding[0]),
    ...pad(inputShape[2], outputShape[2], filterShape[1], padding[2]),
  ];
  return sameOrExplicit(zeros, filterShape, dilation);
}

/** Returns 'same' where possible: some backends have a faster path for it. */
function sameOrExplicit(padding: Padding, [height, width]: readonly number[], dilation: number) {
  const [y, x] = [((height! - 1) * dilation) / 2, ((width! - 1) * dilation) / 2];
  return String(padding) === String([y, y, x, x]) ? 'same' : explicitPadding(padding);
}

/** Inserts `stride` − 1 zeros between neighbouring pixels. */
export function insertZeros(x: tf.Tensor4D, stride: number): tf.Tensor4D {
  if (stride === 1) return x;
  const [batch, height, width, channels] = x.shape;
  const between: [number, number] = [0, stride - 1];
  const columns = x.reshape<tf.Tensor3D>([batch * height * width, 1, channels]).pad([[0, 0], between, [0, 0]]);
  const rows = columns
    .reshape<tf.Tensor3D>([batch * height, 1, width * stride * channels])
    .pad([[0, 0], between, [0, 0]]);
  const spread = rows.reshape<tf.Tensor4D>([batch, height * stride, width * stride, channels]);
  return spread.slice([0, 0, 0, 0], [batch, (height - 1) * stride + 1, (width - 1) * stride + 1, channels]);
}

/**
 * Rotates a filter by 180° and swaps its channel axes: [height, width, channels, filters] → [height, width, filters,
 * channels].
 */
export const rotateFilter = (filter: tf.Tensor4D): tf.Tensor4D =>
  runKernel(kernels.rotateFilter, [filter], { shape: filter.shape }, () => {
    const rotated = filter.shape[0] * filter.shape[1] === 1 ? filter : filter.reverse([0, 1]);
    return rotated.transpose([0, 1, 3, 2]);
  });
