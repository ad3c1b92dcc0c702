import * as tf from '@tensorflow/tfjs';

import { type ConvGeometry, paddingRule } from './convGeometry';
import { convAttributes, runOnOneDnn, runOnTensorflow, tryOneDnn } from './tensorflow';

/**
 * A convolution with its bias and activation by TensorFlow's operations, or `null` for zeros by neither of its rules, on
 * other backends, and for dilated depthwise ones, which its kernels compute as if they were not.
 *
 * oneDNN adds the bias while it convolves. It would apply the ReLU too, but wants that told in a list of texts, which
 * tfjs-node's binding cannot pass.
 */
export function convolutionOnTensorflow(
  op: string,
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor1D | null,
  activation: 'linear' | 'relu' | 'relu6',
  geometry: ConvGeometry,
): tf.Tensor4D | null {
  const { stride, dilation } = geometry;
  const pad = paddingRule(geometry);
  if (tf.getBackend() !== 'tensorflow' || !pad || (dilation > 1 && op !== 'Conv2D')) return null;
  const attributes = convAttributes(stride, dilation, pad);
  const plain = () => runOnOneDnn(op, [x, filter], attributes)[0]!;
  const sum = bias
    ? (tryOneDnn(`${op}WithBias`, [x, filter, bias], attributes)?.[0] ??
      runOnTensorflow('BiasAdd', [plain(), bias])[0]!)
    : plain();
  if (activation === 'linear') return sum as tf.Tensor4D;
  return runOnTensorflow(activation === 'relu' ? 'Relu' : 'Relu6', [sum])[0] as tf.Tensor4D;
}
