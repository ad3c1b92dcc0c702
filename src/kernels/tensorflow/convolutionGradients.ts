import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import { type ConvGeometry, explicitPadding, paddingRule } from '../convGeometry';
import { NotSupported } from '../kernel';
import { convAttributes, runsOnCpu } from './backend';
import { runOnOneDnn, tryOneDnn } from './oneDnn';
import { tensorflowKernel } from './tensorflowKernel';

/**
 * TensorFlow's input gradient, on its GPUs alone. On a CPU, a convolution of dy takes a quarter longer (geometric mean over
 * the layers of MSA-UNet), but oneDNN's kernel in TensorFlow 2.21 computes wrong values, without an error, on virtual machines
 * with AMD's Zen 5: for some numbers of channels, such as 1 or 100.
 */
export const inputGradient = /* @__PURE__ */ tensorflowKernel(
  kernels.inputGradient,
  ([dy, filter], geometry) => {
    const gradient = native('Conv2DBackpropInput', [tf.tensor1d(geometry.inputShape, 'int32'), filter, dy], geometry);
    if (!gradient) throw new NotSupported();
    return [gradient];
  },
  (_, geometry) => !runsOnCpu() && geometry.dilation === 1 && paddingRule(geometry) !== null,
);

/**
 * TensorFlow's filter gradient, or one convolution for the dilations and paddings that it does not support.
 *
 * One matrix product per tap takes 3.4 times as long as TensorFlow's on the 3×3 layers of MSA-UNet (2.2 to 6), and on
 * dilated layers 1.6 times as long as one convolution (1.4 to 1.7).
 *
 * Strided 1×1 filters are left to stock kernels, because oneDNN's kernel writes out of bounds: a map of 2×48×48×8 with
 * 16 filters and stride 2 crashes the process.
 */
export const filterGradient = /* @__PURE__ */ tensorflowKernel(
  kernels.filterGradient,
  ([x, dy], geometry) => [
    nativeFilterGradient('Conv2DBackpropFilter', x, dy, geometry) ?? asConvolution(x, dy, geometry),
  ],
  (_, { stride, filterShape: [height, width] }) => stride === 1 || height * width > 1,
);

/** Leaves dilations to stock kernels: TensorFlow's depthwise operations ignore them. */
export const depthwiseFilterGradient = /* @__PURE__ */ tensorflowKernel(
  kernels.depthwiseFilterGradient,
  ([x, dy], geometry) => {
    const gradient = nativeFilterGradient('DepthwiseConv2dNativeBackpropFilter', x, dy, geometry);
    if (!gradient) throw new NotSupported();
    return [gradient];
  },
  (_, geometry) => geometry.dilation === 1 && paddingRule(geometry) !== null,
);

const nativeFilterGradient = (op: string, x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry) =>
  native(op, [x, tf.tensor1d(geometry.filterShape, 'int32'), dy], geometry);

/** Runs TensorFlow's gradient; `null` if it does not support the padding, or the dilation, which only oneDNN does. */
function native(op: string, inputs: tf.Tensor[], geometry: ConvGeometry): tf.Tensor | null {
  const { stride, dilation } = geometry;
  const pad = paddingRule(geometry);
  const run = dilation > 1 ? tryOneDnn : runOnOneDnn;
  return (pad && run(op, inputs, convAttributes(stride, dilation, pad))?.[0]) ?? null;
}

/**
 * Computes the filter gradient as a convolution: the map's channels act as the batch and dy as the filter, and stride
 * and dilation swap roles.
 */
const asConvolution = (x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D =>
  tf.tidy(() => {
    const { filterShape, stride, dilation, padding } = geometry;
    const [height, width, channels, filters] = filterShape;
    const padded = padding.some((zeros) => zeros > 0) ? x.pad(explicitPadding(padding)) : x;
    const map = padded.transpose<tf.Tensor4D>([3, 1, 2, 0]);
    const filter = dy.transpose<tf.Tensor4D>([1, 2, 0, 3]);
    const taps = tf.conv2d(map, filter, dilation, 'valid', 'NHWC', stride);
    return taps.slice([0, 0, 0, 0], [channels, height, width, filters]).transpose([1, 2, 0, 3]);
  });
