import * as tf from '@tensorflow/tfjs';
import { convGeometry, explicitPadding, type Padding } from '../kernels/convGeometry';
import { requireKnown } from '../utils/check';
import { show, unfit } from '../utils/errors';
import { requireFloat } from '../utils/requireFloat';
import { filterGradient } from './filterGradient';
import { inputGradient } from './inputGradient';
import { withGradient } from './withGradient';

/** Options of {@link conv2dTranspose}. */
export interface Conv2dTransposeOptions {
  /** Distance between neighbouring input pixels, in output pixels. @defaultValue `2` */
  stride?: number;
  /** Padding of the convolution that this one transposes. @defaultValue `'same'` */
  padding?: 'same' | 'valid' | 'symmetric' | Padding;
}

/**
 * Transposed convolution that trains on every backend: the gradient of a convolution, used forward.
 *
 * `x` [batch, height, width, channels], `filter` [height, width, filters, channels] → [batch, outHeight, outWidth,
 * filters]. With 'same' and 'symmetric', which differ in where the map lies, a side becomes `stride` times as long;
 * with 'valid', `(length − 1) · stride + window`.
 *
 * @throws RangeError if shapes or options do not fit, or a tensor is not float32.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { conv2dTranspose } from 'msa-unet';
 *
 * const x = tf.ones<tf.Rank.R4>([1, 4, 4, 8]);
 * const filter = tf.ones<tf.Rank.R4>([2, 2, 3, 8]); // [height, width, filters, channels]
 * console.log(conv2dTranspose(x, filter, { stride: 2 }).shape); // [1, 8, 8, 3]
 * ```
 */
export function conv2dTranspose(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  { stride = 2, padding = 'same', ...others }: Conv2dTransposeOptions = {},
): tf.Tensor4D {
  requireKnown<Conv2dTransposeOptions>('conv2dTranspose', others, { stride, padding });
  const [batch, height, width, channels] = x.shape;
  const [kernelHeight, kernelWidth, filters] = filter.shape;
  if (x.shape.length !== 4 || filter.shape.length !== 4 || channels !== filter.shape[3])
    throw unfit(
      'conv2dTranspose',
      'filter',
      filter.shape,
      'expected a map [batch, height, width, channels] and a filter [height, width, filters, channels]; ' +
        `received ${show(x.shape)} and ${show(filter.shape)}`,
    );
  requireFloat('conv2dTranspose', { x, filter });
  const [top, bottom, left, right] = typeof padding === 'string' ? [0, 0, 0, 0] : padding;
  const side = (length: number, window: number, cut: number) =>
    padding === 'same' || padding === 'symmetric' ? length * stride : (length - 1) * stride + window - cut;
  const outShape = [batch, side(height, kernelHeight, top + bottom), side(width, kernelWidth, left + right), filters];
  const geometry = convGeometry('conv2dTranspose', outShape, filter.shape, { stride, dilation: 1, padding });
  return withGradient([x, filter], {
    forward: () => ({ value: inputGradient(x, filter, geometry), saved: [x, filter] }),
    gradients: (dy, [x, filter]) => {
      const pad = explicitPadding(geometry.padding);
      return [tf.conv2d(dy, filter as tf.Tensor4D, stride, pad), filterGradient(dy, x as tf.Tensor4D, geometry)];
    },
  });
}
