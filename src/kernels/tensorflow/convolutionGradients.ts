import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import { type ConvGeometry, explicitPadding, paddingRule } from '../convGeometry';
import { NotSupported } from '../kernel';
import { convAttributes } from './backend';
import { mayHaveOneDnn, runOnOneDnn, tryOneDnn } from './oneDnn';
import { tensorflowKernel } from './tensorflowKernel';

/** Takes four fifths of the time of a convolution of dy, by the geometric mean over the layers of MSA-UNet. */
export const inputGradient = /* @__PURE__ */ tensorflowKernel(
  kernels.inputGradient,
  ([dy, filter], geometry) => {
    const gradient = native('Conv2DBackpropInput', [tf.tensor1d(geometry.inputShape, 'int32'), filter, dy], geometry);
    if (!gradient) throw new NotSupported();
    return [gradient];
  },
  (_, geometry) => hasNative('Conv2DBackpropInput', geometry),
);

/**
 * Products per tap take 3.4 times as long on the 3×3 layers of MSA-UNet (2.2 to 6), and 1.6 times as long on dilated ones as
 * one convolution (1.4 to 1.7).
 *
 * oneDNN's kernel writes beyond its memory for 1×1 filters with a stride: a map of 2×48×48×8 by 16 filters with stride 2
 * ends the process.
 */
export const filterGradient = /* @__PURE__ */ tensorflowKernel(
  kernels.filterGradient,
  ([x, dy], geometry) => [
    nativeFilterGradient('Conv2DBackpropFilter', x, dy, geometry) ?? asConvolution(x, dy, geometry),
  ],
  (_, { stride, filterShape: [height, width] }) => stride === 1 || height * width > 1,
);

/** The kernels ignore the dilation of depthwise convolutions. */
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

/** TensorFlow's own gradient, or `null` if it has none for this padding, or for dilations, which only oneDNN knows. */
function native(op: string, inputs: tf.Tensor[], geometry: ConvGeometry): tf.Tensor | null {
  const { stride, dilation } = geometry;
  const pad = paddingRule(geometry);
  const run = dilation > 1 ? tryOneDnn : runOnOneDnn;
  return (pad && run(op, inputs, convAttributes(stride, dilation, pad))?.[0]) ?? null;
}

const hasNative = (op: string, geometry: ConvGeometry): boolean =>
  paddingRule(geometry) !== null && (geometry.dilation === 1 || mayHaveOneDnn(op));

/** The map as a batch of its channels, convolved with dy as filter; stride and dilation change places. */
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
