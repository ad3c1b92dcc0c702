import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { runStock } from '../kernels/engine';
import { type Pooling, poolingOf } from '../kernels/pooling';
import { runKernel, tryKernel } from '../kernels/runKernel';
import { requireInteger, requireKnown, requireOneOf } from '../utils/check';
import { invalidOption, unfit } from '../utils/errors';
import { withGradient } from './withGradient';

/** Options of {@link maxPool}. */
export interface MaxPoolOptions {
  /** Side of the square window, in pixels. */
  poolSize: number;
  /** Step between windows, in pixels. @defaultValue `poolSize` */
  stride?: number;
  /**
   * 'same' covers every pixel and 'valid' only whole windows, as in TensorFlow; 'symmetric' pads all sides alike, as in
   * PyTorch, and needs an odd window. @defaultValue `'valid'`
   */
  padding?: 'same' | 'valid' | 'symmetric';
}

/**
 * Max pooling: [batch, height, width, channels] → [batch, outHeight, outWidth, channels].
 *
 * The gradient goes to one maximum of each window: the first of equal ones, or the last where the stock kernel is used.
 * On one backend, the stock gradient ignores windows without a positive value.
 *
 * @throws RangeError if a length is not a positive integer, `padding` is unknown, a 'symmetric' window is even, or a
 * 'valid' window does not fit
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { maxPool } from 'msa-unet';
 *
 * const x = tf.tensor4d([-4, -3, -2, -1], [1, 2, 2, 1]);
 * const gradient = tf.grad((map) => maxPool(map as tf.Tensor4D, { poolSize: 2 }))(x);
 * console.log(gradient.flatten().arraySync()); // [0, 0, 0, 1]
 * ```
 */
export function maxPool(x: tf.Tensor4D, options: MaxPoolOptions): tf.Tensor4D {
  const { poolSize, stride = poolSize, padding = 'valid' } = options;
  requireKnown<MaxPoolOptions>('maxPool', options, { poolSize, stride, padding });
  requireInteger('maxPool', 'poolSize', poolSize);
  requireInteger('maxPool', 'stride', stride);
  requireOneOf('maxPool', 'padding', padding, ['same', 'valid', 'symmetric']);
  if (padding === 'symmetric' && poolSize % 2 === 0)
    throw invalidOption('maxPool', 'padding', `same or valid with a \`poolSize\` of ${poolSize}`, padding);
  if (padding === 'valid' && (x.shape[1] < poolSize || x.shape[2] < poolSize))
    throw unfit(
      'maxPool',
      'poolSize',
      poolSize,
      `a window of ${poolSize}×${poolSize} does not fit a map of ${x.shape[1]}×${x.shape[2]}; use padding 'same'`,
    );
  const pooling = poolingOf(x.shape, { poolSize, stride, padding });
  return withGradient([x], {
    forward: () => {
      const [y, rest] = tryKernel(kernels.maxPool, [x], pooling) ?? [stockPool(surround(x, pooling), pooling)];
      return { value: y, saved: rest ? [x, y, rest] : [x, y] };
    },
    gradients: (dy, saved) => {
      const [x, y, rest] = saved as [tf.Tensor4D, tf.Tensor4D, tf.Tensor?];
      const compose = () => stockGradient(dy, x, y, pooling);
      return [runKernel(kernels.maxPoolGradient, [dy, x, y, rest], pooling, compose)];
    },
  });
}

const stockPool = (x: tf.Tensor4D, { poolSize, stride, padding }: Pooling): tf.Tensor4D =>
  tf.maxPool(x, poolSize, stride, padding === 'same' ? 'same' : 'valid');

function stockGradient(dy: tf.Tensor4D, x: tf.Tensor4D, y: tf.Tensor4D, pooling: Pooling): tf.Tensor4D {
  const { poolSize, stride, padding, top, left } = pooling;
  const attributes = { filterSize: poolSize, strides: stride, pad: padding === 'same' ? 'same' : 'valid' };
  const input = surround(x, pooling);
  const gradient = runStock<tf.Tensor4D>('MaxPoolGrad', { dy, input, output: y }, attributes);
  return padding === 'symmetric' ? gradient.slice([0, top, left, 0], x.shape) : gradient;
}

/** Pads the map with values below all others for 'symmetric', which stock kernels do not support. */
function surround(x: tf.Tensor4D, { padding, top, left }: Pooling): tf.Tensor4D {
  if (padding !== 'symmetric') return x;
  const [down, across]: [number, number][] = [
    [top, top],
    [left, left],
  ];
  return x.pad([[0, 0], down!, across!, [0, 0]], -3e38);
}
