import * as tf from '@tensorflow/tfjs';

import { adamOnGpu } from './adamOnGpu';
import { adamOnHost } from './adamOnHost';
import { adamOnTensorflow } from './adamOnTensorflow';
import type { AdamStep } from './adamStep';
import { flatten, unflatten } from './flatten';
import { runsOnHost } from './hostKernel';
import { runsOnTensorflowCpu } from './tensorflow';

export type { AdamStep } from './adamStep';

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
 * - Where JavaScript sees the memory: one kernel in all.
 * - On TensorFlow's CPU kernels: TensorFlow's own Adam on vectors, 15 kernels in all and two reshapes per weight.
 * - On WebGPU: one program on vectors; others join 7 gradients, and cut out 7 weights, per dispatch, as every weight has a
 *   buffer of its own.
 * - On WebGL: 12 stock kernels on vectors, and those of `tf.concat` and `tf.split`.
 *
 * Weights get new memory every time. In place would be wrong: clones share it, and WASM's convolutions keep a packed
 * copy of their filter for as long as that has the same memory.
 *
 * @see Kingma and Ba, Adam, 2015, https://arxiv.org/abs/1412.6980, Alg. 1 in the order given at the end of section 2
 */
export function adamUpdate(
  { m, v, last }: AdamState,
  weights: tf.Tensor[],
  gradients: tf.Tensor[],
  step: AdamStep,
): AdamState & { weights: tf.Tensor[] } {
  if (runsOnHost()) {
    const [nextM, nextV, ...next] = adamOnHost([m, v, ...weights, ...gradients], step) as [tf.Tensor1D, tf.Tensor1D];
    tf.dispose([m, v, last?.vector ?? []]);
    return { m: nextM, v: nextV, last: null, weights: next };
  }
  const stepOnVectors = runsOnTensorflowCpu() ? adamOnTensorflow : adamOnGpu;
  const { w, ...moments } = stepOnVectors({ m, v, w: vectorOf(weights, last), g: flatten(gradients) }, step);
  const next = unflatten(
    w,
    weights.map(({ shape }) => shape),
  );
  return { ...moments, last: { vector: w, dataIds: next.map(({ dataId }) => dataId) }, weights: next };
}

/** The weights as one vector: that of the last update if nobody has set a weight since. */
function vectorOf(weights: tf.Tensor[], last: FlatWeights | null): tf.Tensor1D {
  if (last && weights.every(({ dataId }, i) => dataId === last.dataIds[i])) return last.vector;
  last?.vector.dispose();
  return flatten(weights);
}
