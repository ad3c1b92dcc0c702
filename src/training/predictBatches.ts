import * as tf from '@tensorflow/tfjs';

import type { Samples } from '../data/sample';
import { nextTurn } from '../utils/nextTurn';
import { type Batch, inBatches, indicesOf, readBatch } from './batches';

/** A batch with what the model predicts for it; the tensors live until the next batch is asked for. */
export interface PredictedBatch extends Batch {
  /** `[batch, height, width, 1]`. */
  readonly p: tf.Tensor4D;
}

/** Predicts all samples in order, in inference mode, batch by batch. */
export async function* predictBatches(
  model: tf.LayersModel,
  samples: Samples,
  batchSize: number,
): AsyncGenerator<PredictedBatch, void, undefined> {
  for (const indices of inBatches(indicesOf(samples), batchSize)) {
    const batch = await readBatch(samples, indices);
    const tensors = [batch.x, batch.y];
    try {
      const p = tf.tidy(() => model.apply(batch.x, { training: false }) as tf.Tensor4D);
      tensors.push(p);
      yield { ...batch, p };
    } finally {
      tf.dispose(tensors);
    }
    await nextTurn();
  }
}
