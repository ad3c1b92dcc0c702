import * as tf from '@tensorflow/tfjs';

import type { FoldedConv } from '../ops/convBatchNormRelu';

/** Keeps a convolution with its normalisation folded in for as long as the weights that it is made of stay the same. */
export class FoldedWeights {
  private folded: FoldedConv | null = null;
  private dataIds: tf.DataId[] = [];

  /** The kept one if `weights` hold the data that it was made of; else what `fold` makes, which is kept from now on. */
  of(weights: tf.LayerVariable[], fold: () => FoldedConv): FoldedConv {
    const dataIds = weights.map((weight) => weight.read().dataId); // whoever sets a weight gives it other data
    if (this.folded && dataIds.every((dataId, i) => dataId === this.dataIds[i])) return this.folded;
    this.dispose();
    const { filter, bias } = fold();
    this.folded = { filter: tf.keep(filter), bias: tf.keep(bias) };
    this.dataIds = dataIds;
    return this.folded;
  }

  /** Frees the memory; {@link FoldedWeights.of} makes it anew. */
  dispose(): void {
    tf.dispose([this.folded?.filter ?? [], this.folded?.bias ?? []]);
    this.folded = null;
  }
}
