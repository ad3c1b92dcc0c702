import * as tf from '@tensorflow/tfjs';

import { type ConvGeometry, paddingRule } from './convGeometry';
import { convAttributes, runOnOneDnn, tryOneDnn } from './tensorflow';

/**
 * TensorFlow's own gradient of a convolution, or `null` where there is none: on other backends, for zeros by neither of its
 * rules, and for dilations unless oneDNN knows them, which for depthwise convolutions ignores them.
 *
 * `from` is the map or the filter, whichever the gradient is not of.
 */
export function nativeGradient(
  op: 'Conv2DBackpropFilter' | 'Conv2DBackpropInput' | 'DepthwiseConv2dNativeBackpropFilter',
  from: tf.Tensor4D,
  dy: tf.Tensor4D,
  geometry: ConvGeometry,
): tf.Tensor4D | null {
  const pad = paddingRule(geometry);
  const { stride, dilation } = geometry;
  if (tf.getBackend() !== 'tensorflow' || !pad || (dilation > 1 && op.startsWith('Depthwise'))) return null;
  const ofInput = op === 'Conv2DBackpropInput';
  const shape = tf.tensor1d(ofInput ? geometry.inputShape : geometry.filterShape, 'int32');
  const inputs = ofInput ? [shape, from, dy] : [from, shape, dy];
  const run = dilation > 1 ? tryOneDnn : runOnOneDnn;
  const gradient = run(op, inputs, convAttributes(stride, dilation, pad));
  shape.dispose();
  return (gradient?.[0] as tf.Tensor4D | undefined) ?? null;
}
