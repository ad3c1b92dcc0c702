import * as tf from '@tensorflow/tfjs';

import type { Samples } from '../data/sample';
import type { Loss } from '../losses/loss';
import type { SegmentationReport } from '../metrics/segmentationReport';
import { SegmentationScores } from '../metrics/segmentationScores';
import type { Validation } from './history';
import { type PredictBatchesOptions, predictBatches } from './predictBatches';

/** What {@link validate} needs beside model and samples. */
export interface ValidationSettings extends PredictBatchesOptions {
  readonly loss: Loss;
  /** Whether the model puts out logits. */
  readonly fromLogits: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * Loss and scores of a model on samples it does not learn from. Values are read from the device once, at the end.
 *
 * @returns `null` if the signal came before the end
 */
export async function validate(
  model: tf.LayersModel,
  samples: Samples,
  { loss, fromLogits, signal, ...batching }: ValidationSettings,
): Promise<Validation | null> {
  const losses: tf.Scalar[] = [];
  const scores = new SegmentationScores({ fromLogits });
  try {
    for await (const { y, p, samples: batch } of predictBatches(model, samples, batching)) {
      if (signal?.aborted) return null;
      losses.push(tf.tidy(() => loss(y, p).mul<tf.Scalar>(batch.length / samples.length)));
      scores.addBatch(y, p);
    }
    const sum = tf.addN(losses);
    const [valLoss] = await sum.data().finally(() => sum.dispose());
    return { valLoss: valLoss!, valScores: meansOf(await scores.result()) };
  } finally {
    tf.dispose(losses);
    scores.reset();
  }
}

const meansOf = ({ perImage: { diceCoefficient, intersectionOverUnion, precision, recall } }: SegmentationReport) => ({
  diceCoefficient: diceCoefficient.mean,
  intersectionOverUnion: intersectionOverUnion.mean,
  precision: precision.mean,
  recall: recall.mean,
});
