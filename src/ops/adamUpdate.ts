import * as tf from '@tensorflow/tfjs';

import type { AdamStep } from '../kernels/adamStep';
import * as kernels from '../kernels/catalog';
import { tryKernel } from '../kernels/runKernel';
import { flatten, unflatten } from './flatten';

export type { AdamStep } from '../kernels/adamStep';

/** State of Adam for the weights that it trains together: vectors over all their elements. */
export interface AdamState {
  /** Running mean of the gradients. */
  readonly m: tf.Tensor1D;
  /** Running mean of their squares. */
  readonly v: tf.Tensor1D;
  /** The weights after the last update; `null` before the first update, and on backends that need no vector of them. */
  readonly last: FlatWeights | null;
}

interface FlatWeights {
  readonly vector: tf.Tensor1D;
  /** Data of the weights in this vector. Setting a weight changes its dataId. */
  readonly dataIds: readonly tf.DataId[];
}

/**
 * Applies one Adam step to all weights at once. Disposes `state` and returns the next one with the new weights.
 *
 * Depending on the backend, this takes one kernel; or one on vectors, and those that flatten the gradients and
 * unflatten the weights; or twelve stock kernels on vectors.
 *
 * Weights get new memory at every step. Updating them in place would be wrong: clones share their memory, and stock
 * convolutions may keep a packed copy of a filter as long as its memory is the same.
 *
 * @see Kingma and Ba, Adam, 2015, https://arxiv.org/abs/1412.6980, Alg. 1 in the order given at the end of section 2
 */
export function adamUpdate(
  { m, v, last }: AdamState,
  weights: tf.Tensor[],
  gradients: tf.Tensor[],
  step: AdamStep,
): AdamState & { weights: tf.Tensor[] } {
  const onWeights = tryKernel(kernels.adamOnWeights, [m, v, ...weights, ...gradients], step);
  if (onWeights) {
    const [nextM, nextV, ...next] = onWeights as [tf.Tensor1D, tf.Tensor1D, ...tf.Tensor[]];
    tf.dispose([m, v, last?.vector ?? []]);
    return { m: nextM, v: nextV, last: null, weights: next };
  }
  const vectors: AdamVectors = [m, v, vectorOf(weights, last), flatten(gradients)];
  const [nextM, nextV, vector] = tryKernel(kernels.adam, vectors, step) ?? adamOnVectors(vectors, step);
  tf.dispose(vectors);
  const next = unflatten(
    vector,
    weights.map(({ shape }) => shape),
  );
  return { m: nextM, v: nextV, last: { vector, dataIds: next.map(({ dataId }) => dataId) }, weights: next };
}

type AdamVectors = [m: tf.Tensor1D, v: tf.Tensor1D, w: tf.Tensor1D, g: tf.Tensor1D];

/** Computes the next m, v and w by stock kernels, on vectors over all weights. */
export function adamOnVectors(
  [m, v, w, g]: AdamVectors,
  { beta1, beta2, rate, epsilon, keep }: AdamStep,
): [m: tf.Tensor1D, v: tf.Tensor1D, w: tf.Tensor1D] {
  return tf.tidy(() => {
    const mean = m.add<tf.Tensor1D>(g.sub(m).mul(1 - beta1));
    const square = v.add<tf.Tensor1D>(
      g
        .square()
        .sub(v)
        .mul(1 - beta2),
    );
    const kept = keep === 1 ? w : w.mul<tf.Tensor1D>(keep);
    return [mean, square, kept.sub<tf.Tensor1D>(mean.div(square.sqrt().add(epsilon)).mul(rate))];
  });
}

/** Returns the weights as one vector: that of the last update, unless a weight has been set since. */
function vectorOf(weights: tf.Tensor[], last: FlatWeights | null): tf.Tensor1D {
  if (last && weights.every(({ dataId }, i) => dataId === last.dataIds[i])) return last.vector;
  last?.vector.dispose();
  return flatten(weights);
}
