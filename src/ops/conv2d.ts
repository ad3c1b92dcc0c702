import * as tf from '@tensorflow/tfjs';

import { requireFloat } from '../utils/requireFloat';
import { convGeometry, explicitPadding, type Padding } from './convGeometry';
import { filterGradient } from './filterGradient';
import { inputGradient } from './inputGradient';
import { requirePerChannel } from './requirePerChannel';
import { sumOverPixels } from './sumOverPixels';
import { withGradient } from './withGradient';

/** Options of {@link conv2d}. */
export interface Conv2dOptions {
  /** Step between output pixels, in input pixels; above 1 only with `dilation` 1. @defaultValue `1` */
  stride?: number;
  /** Distance between the taps of the filter, in pixels: the rate of an atrous convolution. @defaultValue `1` */
  dilation?: number;
  /** Zeros round the map: TensorFlow's two rules, or `[top, bottom, left, right]`. @defaultValue `'same'` */
  padding?: 'same' | 'valid' | Padding;
  /** Added to every pixel: `[filters]`. @defaultValue none */
  bias?: tf.Tensor1D | null;
  /** Applied last, in the same kernel. @defaultValue `'linear'` */
  activation?: 'linear' | 'relu';
}

/**
 * 2-D convolution that trains with any dilation on every backend.
 *
 * `x` [batch, height, width, channels], `filter` [height, width, channels, filters] → [batch, outHeight, outWidth, filters].
 *
 * Stock tfjs refuses the gradient of dilated convolutions everywhere (tensorflow/tfjs#7906) and of all convolutions on
 * WASM (#8474).
 *
 * @throws RangeError if shapes do not fit, or stride and dilation both exceed 1; TypeError if a tensor is not float32.
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, options: Conv2dOptions = {}): tf.Tensor4D {
  const { stride = 1, dilation = 1, padding = 'same', bias = null, activation = 'linear' } = options;
  const geometry = convGeometry('conv2d', x.shape, filter.shape, { stride, dilation, padding });
  requireFloat('conv2d', { x, filter, bias });
  requirePerChannel('conv2d', filter.shape[3], { bias });
  const pad = typeof padding === 'string' ? padding : explicitPadding(padding);

  const inputs = bias ? [x, filter, bias] : [x, filter];
  return withGradient(inputs, {
    forward: () => {
      const value = convolve(x, filter, bias, activation, { stride, dilation, pad });
      return { value, saved: activation === 'relu' ? [x, filter, value] : [x, filter] };
    },
    gradients: (dy, [x, filter, y]) => {
      const dz = y ? tf.mul<tf.Tensor4D>(dy, tf.step(y)) : dy; // ReLU
      const gradients: tf.Tensor[] = [
        inputGradient(dz, filter as tf.Tensor4D, geometry),
        filterGradient(x as tf.Tensor4D, dz, geometry),
      ];
      return bias ? [...gradients, sumOverPixels(dz)] : gradients;
    },
  });
}

/** One native kernel. `tf.fused.conv2d` would fall apart into three while gradients are recorded. */
function convolve(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor1D | null,
  activation: 'linear' | 'relu',
  { stride, dilation, pad }: { stride: number; dilation: number; pad: 'same' | 'valid' | number[][] },
): tf.Tensor4D {
  const attributes = { strides: [stride, stride], dilations: [dilation, dilation], pad, dataFormat: 'NHWC' };
  return bias || activation === 'relu'
    ? tf.engine().runKernel('FusedConv2D', { x, filter, ...(bias && { bias }) }, { ...attributes, activation })
    : tf.engine().runKernel('Conv2D', { x, filter }, attributes);
}
