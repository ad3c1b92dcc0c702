import * as tf from '@tensorflow/tfjs';
import * as kernels from '../kernels/catalog';
import { runKernel } from '../kernels/runKernel';
import type { Neighbours } from '../utils/neighbours';

/** Source rows and columns of a batch; a `low` of −1 gives zeros. */
export interface AxesOptions {
  /** Rows of the first image, then those of the second, …: `batch · height` in all. */
  rows: Neighbours[];
  /** Columns of the first image, then those of the second, …: `batch · width` in all. */
  columns: Neighbours[];
}

/**
 * Interpolates every row and every column of a map between two others, separately for each image.
 *
 * [batch, height, width, channels] → same shape. Shares of 0 and 1 copy values exactly.
 */
export function resampleAxes(maps: tf.Tensor4D, { rows, columns }: AxesOptions): tf.Tensor4D {
  const compose = () => tf.tidy(() => mixFirstAxis(mixFirstAxis(maps, rows), columns));
  return runKernel(kernels.resampleAxes, [maps], { rows, columns, shape: maps.shape }, compose);
}

/**
 * Mixes along the first axis after the batch, and swaps it with the second: two calls restore the order of the axes.
 */
function mixFirstAxis(maps: tf.Tensor4D, axis: Neighbours[]): tf.Tensor4D {
  const [batch, length, other, channels] = maps.shape;
  const lines = maps.reshape<tf.Tensor3D>([batch, length, other * channels]);
  const mixed = tf.matMul(mixingMatrices(axis, batch, length), lines);
  return mixed.reshape<tf.Tensor4D>([batch, length, other, channels]).transpose([0, 2, 1, 3]);
}

/** Returns matrices [batch, length, length] that hold the weights of every line. */
function mixingMatrices(axis: Neighbours[], batch: number, length: number): tf.Tensor3D {
  const matrices = new Float32Array(batch * length * length);
  axis.forEach(({ low, high, share }, line) => {
    if (low < 0) return;
    matrices[line * length + low]! += 1 - share;
    matrices[line * length + high]! += share;
  });
  return tf.tensor3d(matrices, [batch, length, length]);
}
