import * as tf from '@tensorflow/tfjs';

import type { FoldedConv } from '../ops/foldBatchNorm';

/** Cache of a convolution whose batch normalisation is folded in, valid until one of its weights changes. */
export class FoldedWeights {
  private folded: FoldedConv | null = null;
  private dataIds: tf.DataId[] = [];

  /** Returns the cached convolution if `weights` are unchanged; otherwise calls `fold` and caches its result. */
  of(weights: tf.LayerVariable[], fold: () => FoldedConv): FoldedConv {
    const dataIds = weights.map((weight) => weight.read().dataId); // setting a weight changes its dataId
    if (this.folded && dataIds.every((dataId, i) => dataId === this.dataIds[i])) return this.folded;
    this.dispose();
    const { filter, bias } = fold();
    this.folded = { filter: tf.keep(filter), bias: tf.keep(bias) };
    this.dataIds = dataIds;
    return this.folded;
  }

  /** Frees the cached tensors; the next call of {@link FoldedWeights.of} folds again. */
  dispose(): void {
    tf.dispose([this.folded?.filter ?? [], this.folded?.bias ?? []]);
    this.folded = null;
  }
}
