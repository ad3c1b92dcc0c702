import type * as tf from '@tensorflow/tfjs';

import type * as kernels from '../kernels/catalog';
import { type ConvGeometry, type Padding, stockPadding } from '../kernels/convGeometry';
import { runStock } from '../kernels/engine';
import { runKernel } from '../kernels/runKernel';
import { requireKnown, requireOneOf } from '../utils/check';
import { requireFloat } from '../utils/requireFloat';
import { activationGradient } from './activationGradient';
import { requirePerChannel } from './requirePerChannel';
import { sumOverPixels } from './sumOverPixels';
import { withGradient } from './withGradient';

/** Options of convolutions. */
export interface Conv2dOptions {
  /** Step between output pixels, in input pixels; above 1 only with `dilation` 1. @defaultValue `1` */
  stride?: number;
  /** Distance between the taps of the filter, in pixels: the rate of an atrous convolution. @defaultValue `1` */
  dilation?: number;
  /**
   * Zero padding: one of TensorFlow's rules, 'symmetric' for the same on all sides, as in PyTorch (odd windows only),
   * or `[top, bottom, left, right]`. @defaultValue `'same'`
   */
  padding?: 'same' | 'valid' | 'symmetric' | Padding;
  /** Added to every pixel: `[filters]`. @defaultValue none */
  bias?: tf.Tensor1D | null;
  /** Applied last, in the same kernel. @defaultValue `'linear'` */
  activation?: 'linear' | 'relu' | 'relu6';
}

/** What distinguishes one kind of convolution from another. */
export interface ConvolutionKind {
  /** Name of the public function, for errors. */
  name: string;
  kernel: typeof kernels.convolution;
  /** The stock kernel, and the one that also adds a bias and applies an activation. */
  stock: { plain: string; fused: string };
  geometry: (x: number[], filter: number[], options: Conv2dOptions) => ConvGeometry;
  inputGradient: (dy: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry) => tf.Tensor4D;
  filterGradient: (x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry) => tf.Tensor4D;
}

/** Computes a convolution of the given kind, with the gradients of that kind. */
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

  return withGradient(bias ? [x, filter, bias] : [x, filter], {
    forward: () => {
      const inputs: [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D?] = bias ? [x, filter, bias] : [x, filter];
      const compose = () => convolve(kind, inputs, activation, geometry);
      const value = runKernel(kind.kernel, inputs, { ...geometry, activation }, compose);
      return { value, saved: activation === 'linear' ? [x, filter] : [x, filter, value] };
    },
    gradients: (dy, [x, filter, y]) => {
      const dz = y ? activationGradient(dy, y as tf.Tensor4D, activation) : dy;
      const gradients: tf.Tensor[] = [
        kind.inputGradient(dz, filter as tf.Tensor4D, geometry),
        kind.filterGradient(x as tf.Tensor4D, dz, geometry),
      ];
      return bias ? [...gradients, sumOverPixels(dz)] : gradients;
    },
  });
}

/** Runs one stock kernel; `tf.fused.conv2d` would split into three while gradients are recorded. */
function convolve(
  { stock }: ConvolutionKind,
  [x, filter, bias]: [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D?],
  activation: kernels.Activation,
  geometry: ConvGeometry,
): tf.Tensor4D {
  const { stride, dilation } = geometry;
  const pad = stockPadding(geometry);
  const attributes = { strides: [stride, stride], dilations: [dilation, dilation], pad, dataFormat: 'NHWC' };
  return bias || activation !== 'linear'
    ? runStock(stock.fused, { x, filter, ...(bias && { bias }) }, { ...attributes, activation })
    : runStock(stock.plain, { x, filter }, attributes);
}
