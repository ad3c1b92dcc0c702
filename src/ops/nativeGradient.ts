import * as tf from '@tensorflow/tfjs';

import { type ConvGeometry, paddingRule } from './convGeometry';

/**
 * TensorFlow's own gradient of a convolution, or `null` where there is none: on other backends, for dilations, which its
 * kernels assert to be 1, and for zeros by neither of its rules.
 */
export function nativeGradient(
  kernel: 'Conv2DBackpropFilter' | 'Conv2DBackpropInput' | 'DepthwiseConv2dNativeBackpropFilter',
  inputs: tf.NamedTensorMap,
  geometry: ConvGeometry,
): tf.Tensor4D | null {
  const { stride, dilation, filterShape, inputShape } = geometry;
  const pad = paddingRule(geometry);
  if (tf.getBackend() !== 'tensorflow' || dilation > 1 || !pad) return null;
  const steps = { strides: [stride, stride], dilations: [1, 1], pad };
  const attributes = { ...steps, dataFormat: 'NHWC', filterShape, inputShape };
  return tf.engine().runKernel<tf.Tensor4D>(kernel, inputs, attributes);
}
