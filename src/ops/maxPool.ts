import * as tf from '@tensorflow/tfjs';

import { requireInteger, requireKnown, requireOneOf } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { samePadding } from './convGeometry';
import { runsOnHost } from './hostKernel';
import { maxPoolGradientOnHost } from './maxPoolGradientOnHost';
import { maxPoolOnTensorflow } from './maxPoolOnTensorflow';
import { maxPoolGradientOnWebgpu } from './maxPoolOnWebgpu';
import { runsOnTensorflowCpu } from './tensorflow';
import { runsOnWebgpu } from './webgpuProgram';
import { withGradient } from './withGradient';

/** Options of {@link maxPool}. */
export interface MaxPoolOptions {
  /** Side of the square window, in pixels. */
  poolSize: number;
  /** Step between windows, in pixels. @defaultValue `poolSize` */
  stride?: number;
  /**
   * TensorFlow's rules: 'same' covers every pixel, 'valid' only whole windows; or the rule of PyTorch's networks:
   * 'symmetric' lets odd windows reach as far over all sides. @defaultValue `'valid'`
   */
  padding?: 'same' | 'valid' | 'symmetric';
}

/**
 * Maximum of every window: [batch, height, width, channels] → [batch, outHeight, outWidth, channels].
 *
 * The gradient goes to one maximum of a window: of equal ones the first, on WebGL the last. The stock one loses, on WASM,
 * every window without a positive value.
 *
 * @throws RangeError if a length is no positive integer, a rule is none, or a 'valid' window does not fit
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
    throw new RangeError(
      `maxPool: a window of ${poolSize}×${poolSize} does not fit a map of ${x.shape[1]}×${x.shape[2]}; use padding 'same'`,
    );
  if (padding !== 'symmetric' && runsOnTensorflowCpu()) return maxPoolOnTensorflow(x, poolSize, stride, padding);
  const margin = padding === 'symmetric' ? (poolSize - 1) / 2 : 0;
  const owned = runsOnHost() || runsOnWebgpu();
  if (!owned)
    return padding === 'symmetric'
      ? tf.tidy(() => tf.maxPool(surround(x, margin), poolSize, stride, 'valid'))
      : tf.maxPool(x, poolSize, stride, padding);
  return withGradient([x], {
    forward: () => {
      const pad = padding === 'symmetric' ? margin : padding;
      const value =
        runsOnWebgpu() && padding === 'symmetric'
          ? tf.maxPool(surround(x, margin), poolSize, stride, 'valid')
          : tf.maxPool(x, poolSize, stride, pad);
      return { value, saved: runsOnWebgpu() ? [x] : [x, value] };
    },
    gradients: (dy, [x, y]) => {
      const [, height, width] = x!.shape as [number, number, number, number];
      const before = (length: number) => (padding === 'same' ? samePadding(length, poolSize, stride)[0] : margin);
      const [top, left] = [before(height), before(width)];
      const attributes = { shape: x!.shape, outShape: dy.shape, poolSize, stride, top, left };
      return y ? maxPoolGradientOnHost([x!, dy, y], attributes) : maxPoolGradientOnWebgpu([x!, dy], attributes);
    },
  });
}

/** Values below every other round the map: TensorFlow's kernel pools by its own two rules only. */
const surround = (x: tf.Tensor4D, margin: number): tf.Tensor4D => {
  const both: [number, number] = [margin, margin];
  return x.pad([[0, 0], both, both, [0, 0]], -3e38);
};
