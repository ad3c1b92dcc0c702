import * as tf from '@tensorflow/tfjs';

import type { AdamStep } from '../kernels/adamStep';
import * as kernels from '../kernels/catalog';
import { tryKernel } from '../kernels/runKernel';
import { flatten, unflatten } from './flatten';

export type { AdamStep } from '../kernels/adamStep';

/** What Adam remembers of the weights that it trains together: vectors over all their elements. */
export interface AdamState {
  /** Running mean of the gradients. */
  readonly m: tf.Tensor1D;
  /** Running mean of their squares. */
  readonly v: tf.Tensor1D;
  /** The weights as the last update left them; `null` before the first one, and where no vector of them is needed. */
  readonly last: FlatWeights | null;
}

interface FlatWeights {
  readonly vector: tf.Tensor1D;
  /** The data of the weights in this vector. Whoever sets a weight gives it other data. */
  readonly dataIds: readonly tf.DataId[];
}

/**
 * One step of Adam for all weights at once. Uses `state` up, and returns the next one with the new weights.
 *
 * One kernel in all, or one on vectors and those that join the gradients and cut out the weights, or twelve stock kernels on
 * vectors: whatever the backend has.
 *
 * Weights get new memory every time. In place would be wrong: clones share it, and stock convolutions may keep a packed copy of
 * their filter for as long as that has the same memory.
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

/** The same by stock kernels, on vectors over all weights: the next m, v and w. */
export function adamOnVectors(
  [m, v, w, g]: AdamVectors,
  { beta1, beta2, rate, epsilon }: AdamStep,
): [m: tf.Tensor1D, v: tf.Tensor1D, w: tf.Tensor1D] {
  return tf.tidy(() => {
    const mean = m.add<tf.Tensor1D>(g.sub(m).mul(1 - beta1));
    const square = v.add<tf.Tensor1D>(
      g
        .square()
        .sub(v)
        .mul(1 - beta2),
    );
    return [mean, square, w.sub<tf.Tensor1D>(mean.div(square.sqrt().add(epsilon)).mul(rate))];
  });
}

/** The weights as one vector: that of the last update if nobody has set a weight since. */
function vectorOf(weights: tf.Tensor[], last: FlatWeights | null): tf.Tensor1D {
  if (last && weights.every(({ dataId }, i) => dataId === last.dataIds[i])) return last.vector;
  last?.vector.dispose();
  return flatten(weights);
}
