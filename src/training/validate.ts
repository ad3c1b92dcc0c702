import * as tf from '@tensorflow/tfjs';

import type { Samples } from '../data/sample';
import type { Loss } from '../losses/loss';
import { SegmentationScores } from '../metrics/segmentationScores';
import { predictBatches } from './predictBatches';

/** Means over the samples of a data part. */
export interface Validation {
  /** Loss of the batches, each weighted by its size, without weight penalties. */
  readonly valLoss: number;
  /** DSC of the slices. */
  readonly valDice: number;
}

/** What {@link validate} needs beside model and samples. */
export interface ValidationSettings {
  readonly loss: Loss;
  /** Whether the model puts out logits. */
  readonly fromLogits: boolean;
  readonly batchSize: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Loss and DSC of a model on samples it does not learn from. Values are read from the device once, at the end.
 *
 * @returns `null` if the signal came before the end
 */
export async function validate(
  model: tf.LayersModel,
  samples: Samples,
  { loss, fromLogits, batchSize, signal }: ValidationSettings,
): Promise<Validation | null> {
  const losses: tf.Scalar[] = [];
  const scores = new SegmentationScores({ fromLogits });
  try {
    for await (const { y, p, samples: batch } of predictBatches(model, samples, batchSize)) {
      if (signal?.aborted) return null;
      losses.push(tf.tidy(() => loss(y, p).mul<tf.Scalar>(batch.length / samples.length)));
      scores.addBatch(y, p);
    }
    const sum = tf.addN(losses);
    const [valLoss] = await sum.data().finally(() => sum.dispose());
    return { valLoss, valDice: (await scores.result()).perImage.diceCoefficient.mean };
  } finally {
    tf.dispose(losses);
    scores.reset();
  }
}
