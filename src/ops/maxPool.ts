import * as tf from '@tensorflow/tfjs';

import { requireInteger } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { samePadding } from './convGeometry';
import { hostKernel, runsOnHost } from './hostKernel';
import { maxPoolGradientOnWebgpu, type PoolAttributes } from './maxPoolOnWebgpu';
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
 * @throws RangeError if a length is no positive integer, or a 'valid' window does not fit
 */
export function maxPool(x: tf.Tensor4D, options: MaxPoolOptions): tf.Tensor4D {
  const { poolSize, stride = poolSize, padding = 'valid' } = options;
  requireInteger('maxPool', 'poolSize', poolSize);
  requireInteger('maxPool', 'stride', stride);
  if (padding === 'symmetric' && poolSize % 2 === 0)
    throw invalidOption('maxPool', 'padding', `same or valid with a \`poolSize\` of ${poolSize}`, padding);
  if (padding === 'valid' && (x.shape[1] < poolSize || x.shape[2] < poolSize))
    throw new RangeError(
      `maxPool: a window of ${poolSize}×${poolSize} does not fit a map of ${x.shape[1]}×${x.shape[2]}; use padding 'same'`,
    );
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
      return { value, saved: [x] };
    },
    gradients: (dy, [x]) => {
      const [, height, width] = x!.shape as [number, number, number, number];
      const before = (length: number) => (padding === 'same' ? samePadding(length, poolSize, stride)[0] : margin);
      const [top, left] = [before(height), before(width)];
      const gradient = runsOnWebgpu() ? maxPoolGradientOnWebgpu : gradientOnHost;
      return gradient([x!, dy], { shape: x!.shape, outShape: dy.shape, poolSize, stride, top, left });
    },
  });
}

/** Values below every other round the map: TensorFlow's kernel pools by its own two rules only. */
const surround = (x: tf.Tensor4D, margin: number): tf.Tensor4D => {
  const both: [number, number] = [margin, margin];
  return x.pad([[0, 0], both, both, [0, 0]], -3e38);
};

const gradientOnHost = hostKernel<PoolAttributes>({
  name: 'MsaUnetMaxPoolGradient',
  outputShapes: (_, { shape }) => [shape],
  loop: ([x, dy], [dx], { shape, outShape, poolSize, stride, top, left }) => {
    const [batch, height, width, channels] = shape as [number, number, number, number];
    const [, outHeight, outWidth] = outShape as [number, number, number, number];
    dx!.fill(0);
    let out = 0;
    for (let n = 0; n < batch; n++)
      for (let v = 0; v < outHeight; v++) {
        const [y0, y1] = range(v * stride - top, poolSize, height);
        for (let u = 0; u < outWidth; u++) {
          const [x0, x1] = range(u * stride - left, poolSize, width);
          for (let c = 0; c < channels; c++, out++) {
            let first = ((n * height + y0) * width + x0) * channels + c;
            let largest = x![first]!;
            for (let y = y0; y < y1; y++)
              for (let z = x0, at = ((n * height + y) * width + x0) * channels + c; z < x1; z++, at += channels)
                if (x![at]! > largest) {
                  largest = x![at]!;
                  first = at;
                }
            dx![first]! += dy![out]!;
          }
        }
      }
  },
});

const range = (start: number, size: number, length: number): [from: number, to: number] => [
  Math.max(0, start),
  Math.min(length, start + size),
];
