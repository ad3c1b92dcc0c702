import * as tf from '@tensorflow/tfjs';

import { flattenOnWebgpu, unflattenOnWebgpu } from './flattenOnWebgpu';
import { hostKernel, runsOnHost } from './hostKernel';
import { runsOnWebgpu } from './webgpuProgram';

/** All elements of the tensors, one tensor after the other, as one vector. */
export function flatten(tensors: tf.Tensor[]): tf.Tensor1D {
  if (runsOnWebgpu()) return flattenOnWebgpu(tensors, {})[0] as tf.Tensor1D;
  return tf.tidy(() => tf.concat1d(tensors.map(asVector)));
}

/** A reshape is a kernel on TensorFlow, and most weights are vectors. */
const asVector = (tensor: tf.Tensor) =>
  tensor.rank === 1 ? (tensor as tf.Tensor1D) : tensor.reshape<tf.Tensor1D>([-1]);

/** Cuts a vector into tensors of these shapes: {@link flatten} turned back. */
export function unflatten(vector: tf.Tensor1D, shapes: number[][]): tf.Tensor[] {
  const layout = { ranks: shapes.map(({ length }) => length), sides: shapes.flat() };
  if (runsOnHost()) return onHost([vector], layout);
  if (runsOnWebgpu()) return unflattenOnWebgpu([vector], layout);
  const pieces = tf.split(vector, shapes.map(tf.util.sizeFromShape));
  return pieces.map((piece, i) => {
    if (shapes[i]!.length === 1) return piece;
    const tensor = piece.reshape(shapes[i]!);
    piece.dispose();
    return tensor;
  });
}

/** Stock WASM copies the whole vector out of the heap for every piece: seconds for the weights of a network. */
const onHost = hostKernel<{ ranks: number[]; sides: number[] }>({
  name: 'MsaUnetUnflatten',
  outputShapes: (_, { ranks, sides }) => {
    const rest = [...sides];
    return ranks.map((rank) => rest.splice(0, rank));
  },
  loop: ([vector], tensors) => {
    let start = 0;
    for (const tensor of tensors) {
      tensor.set(vector!.subarray(start, start + tensor.length));
      start += tensor.length;
    }
  },
});
