import * as tf from '@tensorflow/tfjs';

import { mirroredChannels } from '../data/labels/mirroredChannels';
import type { Samples } from '../data/sample';
import { averageOverFlips, flipsOf, type Predict } from '../utils/averageOverFlips';
import { nextTurn } from '../utils/nextTurn';
import { type Batch, inBatches, indicesOf, readBatches } from './samples/batches';

/** Batch with the model's predictions; the tensors live until the next batch is requested. */
export interface PredictedBatch extends Batch {
  /** Output of each head, `[batch, height, width, 1]`; most models have one. */
  readonly heads: readonly tf.Tensor4D[];
}

/** Options of {@link predictBatches}. */
export interface PredictBatchesOptions {
  /** Samples per batch. */
  readonly batchSize: number;
  /** Maximum number of batches read ahead. */
  readonly prefetch: number;
  /** Whether to average over the four flips; for models with one head. */
  readonly flips?: boolean;
}

/** Predicts all samples in order, in inference mode, batch by batch. */
export async function* predictBatches(
  model: tf.LayersModel,
  samples: Samples,
  { batchSize, prefetch, flips = false }: PredictBatchesOptions,
): AsyncGenerator<PredictedBatch, void, undefined> {
  const apply = (x: tf.Tensor4D) => [model.apply(x, { training: false }) as tf.Tensor4D | tf.Tensor4D[]].flat();
  const eachFlip: Predict = (views) => tf.concat(flipsOf(views).map((x) => apply(x)[0]!));
  const ofFlips = averageOverFlips(eachFlip, mirroredChannels(samples.labels));
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
