import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { runKernel, tryKernel } from '../kernels/runKernel';

/** Joins all elements of the tensors, one tensor after the other, into one vector. */
export const flatten = (tensors: tf.Tensor[]): tf.Tensor1D =>
  runKernel(kernels.flatten, tensors, {}, () => tf.tidy(() => tf.concat1d(tensors.map(asVector))));

/** Reshapes to a vector only if necessary: a reshape is a kernel on some backends, and most weights are vectors. */
const asVector = (tensor: tf.Tensor) =>
  tensor.rank === 1 ? (tensor as tf.Tensor1D) : tensor.reshape<tf.Tensor1D>([-1]);

/** Splits a vector into tensors of these shapes: the inverse of {@link flatten}. */
export function unflatten(vector: tf.Tensor1D, shapes: number[][]): tf.Tensor[] {
  const layout = { ranks: shapes.map(({ length }) => length), sides: shapes.flat() };
  return tryKernel(kernels.unflatten, [vector], layout) ?? splitInto(vector, shapes);
}

function splitInto(vector: tf.Tensor1D, shapes: number[][]): tf.Tensor[] {
  const pieces = tf.split(vector, shapes.map(tf.util.sizeFromShape));
  return pieces.map((piece, i) => {
    if (shapes[i]!.length === 1) return piece;
    const tensor = piece.reshape(shapes[i]!);
    piece.dispose();
    return tensor;
  });
}
