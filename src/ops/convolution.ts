import * as tf from '@tensorflow/tfjs';
import { requireKnown, requireOneOf } from '../utils/check';
import { requireFloat } from '../utils/requireFloat';
import { type ConvGeometry, explicitPadding, type Padding, paddingRule } from './convGeometry';
import type { convolutionOnSimd } from './convolutionOnSimd';
import { convolutionOnTensorflow } from './convolutionOnTensorflow';
import { requirePerChannel } from './requirePerChannel';
import { sumOverPixels } from './sumOverPixels';
import { runOnTensorflow } from './tensorflow';
import { withGradient } from './withGradient';

/** Options of convolutions. */
export interface Conv2dOptions {
  /** Step between output pixels, in input pixels; above 1 only with `dilation` 1. @defaultValue `1` */
  stride?: number;
  /** Distance between the taps of the filter, in pixels: the rate of an atrous convolution. @defaultValue `1` */
  dilation?: number;
  /**
   * Zeros round the map: TensorFlow's two rules, as many on all sides as PyTorch's networks have ('symmetric', for odd
   * windows), or `[top, bottom, left, right]`. @defaultValue `'same'`
   */
  padding?: 'same' | 'valid' | 'symmetric' | Padding;
  /** Added to every pixel: `[filters]`. @defaultValue none */
  bias?: tf.Tensor1D | null;
  /** Applied last, in the same kernel. @defaultValue `'linear'` */
  activation?: 'linear' | 'relu' | 'relu6';
}

/** What sets one kind of convolution apart from others. */
export interface ConvolutionKind {
  /** What errors call it. */
  name: string;
  kernel: string;
  /** The kernel that adds a bias and applies the activation too. */
  fusedKernel: string;
  /** Replaces both where it is not `null`. */
  fast?: typeof convolutionOnSimd;
  geometry: (x: number[], filter: number[], options: Conv2dOptions) => ConvGeometry;
  inputGradient: (dy: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry) => tf.Tensor4D;
  filterGradient: (x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry) => tf.Tensor4D;
}

/** A convolution whose gradients are the given ones. */
export function convolution(
  kind: ConvolutionKind,
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  options: Conv2dOptions,
): tf.Tensor4D {
  const { bias = null, activation = 'linear' } = options;
  requireKnown<Conv2dOptions>(kind.name, options, { stride: 0, dilation: 0, padding: 0, bias, activation });
  requireOneOf(kind.name, 'activation', activation, ['linear', 'relu', 'relu6']);
  const geometry = kind.geometry(x.shape, filter.shape, options);
  requireFloat(kind.name, { x, filter, bias });
  requirePerChannel(kind.name, geometry.outputShape[3], { bias });

  const inputs = bias ? [x, filter, bias] : [x, filter];
  return withGradient(inputs, {
    forward: () => {
      const own =
        kind.fast?.(x, filter, bias, activation, geometry) ??
        convolutionOnTensorflow(kind.kernel, x, filter, bias, activation, geometry);
      const value = own ?? convolve(kind, x, filter, options, geometry);
      return { value, saved: activation === 'linear' ? [x, filter] : [x, filter, value] };
    },
    gradients: (dy, [x, filter, y]) => {
      const dz = y ? behindActivation(dy, y, activation) : dy;
      const gradients: tf.Tensor[] = [
        kind.inputGradient(dz, filter as tf.Tensor4D, geometry),
        kind.filterGradient(x as tf.Tensor4D, dz, geometry),
      ];
      return bias ? [...gradients, sumOverPixels(dz)] : gradients;
    },
  });
}

/** One native kernel. `tf.fused.conv2d` would fall apart into three while gradients are recorded. */
function convolve(
  { kernel, fusedKernel }: ConvolutionKind,
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  { bias = null, activation = 'linear' }: Conv2dOptions,
  geometry: ConvGeometry,
): tf.Tensor4D {
  const { stride, dilation, padding } = geometry;
  // XNNPACK takes the rule 'same' for negative zeros along a side where the stride is longer than the window.
  const rule = tf.getBackend() === 'wasm' ? null : paddingRule(geometry);
  const pad = rule ?? explicitPadding(padding);
  const attributes = { strides: [stride, stride], dilations: [dilation, dilation], pad, dataFormat: 'NHWC' };
  return bias || activation !== 'linear'
    ? tf.engine().runKernel(fusedKernel, { x, filter, ...(bias && { bias }) }, { ...attributes, activation })
    : tf.engine().runKernel(kernel, { x, filter }, attributes);
}

/** The gradient of a ReLU, or of one that ends at 6, whose value is y. */
export function behindActivation(dy: tf.Tensor4D, y: tf.Tensor, activation: 'linear' | 'relu' | 'relu6'): tf.Tensor4D {
  if (tf.getBackend() === 'tensorflow' && activation !== 'linear')
    return runOnTensorflow(activation === 'relu' ? 'ReluGrad' : 'Relu6Grad', [dy, y])[0] as tf.Tensor4D;
  const inside = tf.step(y);
  return tf.mul(dy, activation === 'relu6' ? tf.mul(inside, tf.step(tf.sub(6, y))) : inside);
}
