import * as tf from '@tensorflow/tfjs';
import * as kernels from '../kernels/catalog';
import { runKernel } from '../kernels/runKernel';
import { requireInteger, requireOneOf, requireSides } from '../utils/check';
import { type Neighbours, neighbours } from '../utils/neighbours';
import { withGradient } from './withGradient';

/**
 * Position of the pixels of a resized map on the original.
 *
 * `'halfPixel'`: pixels are squares and the outer edges of both maps coincide, as in current Keras and PyTorch;
 * commutes with flips. `'asymmetric'`: the first pixels coincide, as in TensorFlow 1.
 */
export type BilinearGrid = 'halfPixel' | 'asymmetric';

/**
 * Bilinear resize: [batch, height, width, channels] → [batch, size[0], size[1], channels].
 *
 * The stock gradient ignores the half-pixel grid on every backend.
 *
 * @throws RangeError if a length is not a positive integer, or the grid is unknown
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { resizeBilinear } from 'msa-unet';
 *
 * const row = tf.tensor4d([0, 1, 2, 3], [1, 1, 4, 1]);
 * console.log(resizeBilinear(row, [1, 8]).flatten().arraySync()); // [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3]
 * ```
 */
export function resizeBilinear(
  x: tf.Tensor4D,
  size: [height: number, width: number],
  grid: BilinearGrid = 'halfPixel',
): tf.Tensor4D {
  requireSides('resizeBilinear', 'size', size);
  requireInteger('resizeBilinear', 'height', size[0]);
  requireInteger('resizeBilinear', 'width', size[1]);
  requireGrid('resizeBilinear', grid);
  const [, height, width] = x.shape;
  return withGradient([x], {
    forward: () => ({ value: tf.image.resizeBilinear(x, size, false, grid === 'halfPixel'), saved: [] }),
    gradients: (dy) => {
      const shift = grid === 'halfPixel' ? 0.5 : 0;
      const compose = () =>
        gradientByMatMul(dy, x.shape, neighbours(height, size[0], shift), neighbours(width, size[1], shift));
      return [runKernel(kernels.resizeBilinearGradient, [dy], { shape: x.shape, size, shift }, compose)];
    },
  });
}

/** Throws RangeError unless `grid` is a {@link BilinearGrid}. */
export function requireGrid(owner: string, grid: BilinearGrid): void {
  requireOneOf(owner, 'grid', grid, ['halfPixel', 'asymmetric']);
}

/**
 * Computes the gradient by two matrix products: resizing is a matrix per axis, and its gradient is their transposes.
 */
function gradientByMatMul(
  dy: tf.Tensor4D,
  [batch, height, width, channels]: tf.Tensor4D['shape'],
  rows: Neighbours[],
  columns: Neighbours[],
): tf.Tensor4D {
  const lines = dy.reshape<tf.Tensor3D>([batch * rows.length, columns.length, channels]);
  const narrow = tf.matMul(transposed(columns, width), lines);
  const flat = narrow.reshape<tf.Tensor3D>([batch, rows.length, width * channels]);
  return tf.matMul(transposed(rows, height), flat).reshape([batch, height, width, channels]);
}

/** Returns the transposed matrix of an axis, [1, length, outLength]. */
function transposed(axis: Neighbours[], length: number): tf.Tensor3D {
  const matrix = new Float32Array(length * axis.length);
  axis.forEach(({ low, high, share }, o) => {
    matrix[low * axis.length + o]! += 1 - share;
    matrix[high * axis.length + o]! += share;
  });
  return tf.tensor3d(matrix, [1, length, axis.length]);
}
