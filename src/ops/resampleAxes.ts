import * as tf from '@tensorflow/tfjs';
import * as kernels from '../kernels/catalog';
import { runKernel } from '../kernels/runKernel';
import type { Neighbours } from '../utils/neighbours';

/** Where the rows and columns of a batch come from; what comes from `low` −1 is 0. */
export interface AxesOptions {
  /** Rows of the first image, then those of the second, …: `batch · height` in all. */
  rows: Neighbours[];
  /** Columns of the first image, then those of the second, …: `batch · width` in all. */
  columns: Neighbours[];
}

/**
 * Makes every row and every column of a map from two others, for each image in its own way.
 *
 * [batch, height, width, channels] → the same. Shares of 0 and 1 copy values bit by bit.
 */
export function resampleAxes(maps: tf.Tensor4D, { rows, columns }: AxesOptions): tf.Tensor4D {
  const compose = () => tf.tidy(() => mixFirstAxis(mixFirstAxis(maps, rows), columns));
  return runKernel(kernels.resampleAxes, [maps], { rows, columns, shape: maps.shape }, compose);
}

/** Mixes along the first axis behind the batch, and swaps it with the second: done twice, both are where they were. */
function mixFirstAxis(maps: tf.Tensor4D, axis: Neighbours[]): tf.Tensor4D {
  const [batch, length, other, channels] = maps.shape;
  const lines = maps.reshape<tf.Tensor3D>([batch, length, other * channels]);
  const mixed = tf.matMul(mixingMatrices(axis, batch, length), lines);
  return mixed.reshape<tf.Tensor4D>([batch, length, other, channels]).transpose([0, 2, 1, 3]);
}

/** [batch, length, length]: what every line is made of. */
function mixingMatrices(axis: Neighbours[], batch: number, length: number): tf.Tensor3D {
  const matrices = new Float32Array(batch * length * length);
  axis.forEach(({ low, high, share }, line) => {
    if (low < 0) return;
    matrices[line * length + low]! += 1 - share;
    matrices[line * length + high]! += share;
  });
  return tf.tensor3d(matrices, [batch, length, length]);
}
