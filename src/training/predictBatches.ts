import * as tf from '@tensorflow/tfjs';

import type { Samples } from '../data/sample';
import { averageOverFlips } from '../utils/averageOverFlips';
import { nextTurn } from '../utils/nextTurn';
import { type Batch, inBatches, indicesOf, readBatches } from './samples/batches';

/** A batch with what the model predicts for it; the tensors live until the next batch is asked for. */
export interface PredictedBatch extends Batch {
  /** What each head of the model puts out, `[batch, height, width, 1]`; most models have one. */
  readonly heads: readonly tf.Tensor4D[];
}

/** How {@link predictBatches} reads. */
export interface PredictBatchesOptions {
  /** Samples per batch. */
  readonly batchSize: number;
  /** Batches that are read ahead at most. */
  readonly prefetch: number;
  /** Whether the four flips are predicted and averaged; for models of one head. */
  readonly flips?: boolean;
}

/** Predicts all samples in order, in inference mode, batch by batch. */
export async function* predictBatches(
  model: tf.LayersModel,
  samples: Samples,
  { batchSize, prefetch, flips = false }: PredictBatchesOptions,
): AsyncGenerator<PredictedBatch, void, undefined> {
  const apply = (x: tf.Tensor4D) => [model.apply(x, { training: false }) as tf.Tensor4D | tf.Tensor4D[]].flat();
  const ofFlips = averageOverFlips((x) => apply(x)[0]!);
  for await (const batch of readBatches(samples, inBatches(indicesOf(samples), batchSize), prefetch)) {
    const heads = tf.tidy(() => (flips ? [ofFlips(batch.x)] : apply(batch.x)));
    try {
      yield { ...batch, heads };
    } finally {
      tf.dispose(heads);
    }
    await nextTurn();
  }
}
