import * as tf from '@tensorflow/tfjs';

import type { Sample, Samples } from '../data/sample';
import type { ScoreSummary } from '../metrics/scoreSummary';
import type { SegmentationReport } from '../metrics/segmentationReport';
import { SegmentationScores } from '../metrics/segmentationScores';
import { probabilities } from '../utils/probabilities';
import type { HeadsLoss } from './headsLoss';
import type { Validation } from './history';
import { type PredictBatchesOptions, predictBatches } from './predictBatches';
import type { PatchSize } from './samples/cropPatch';

/** Options of {@link validate}. */
export interface ValidationSettings extends PredictBatchesOptions {
  readonly lossOf: HeadsLoss;
  /** Whether the model returns logits. */
  readonly fromLogits: boolean;
  /** Size of the patches that the samples are; those of one slice are scored together. `null`: samples are slices. */
  readonly patch: PatchSize | null;
  readonly signal: AbortSignal | undefined;
}

/**
 * Computes loss and scores of a model on held-out samples; for several heads, the scores are those of their mean.
 * Values are read from the device once, at the end.
 *
 * @returns `null` if the signal aborted it
 */
export async function validate(
  model: tf.LayersModel,
  samples: Samples,
  { lossOf, fromLogits, patch, signal, ...batching }: ValidationSettings,
): Promise<Validation | null> {
  const losses: tf.Scalar[] = [];
  const single = model.outputs.length === 1;
  const { labels = null } = samples;
  const scores = new SegmentationScores({
    ...{ fromLogits: fromLogits && single, labels },
    ...(labels ? { emptyValue: Number.NaN } : {}), // else absent labels would hide that nothing is found
  });
  try {
    for await (const { y, heads, samples: batch } of predictBatches(model, samples, batching)) {
      if (signal?.aborted) return null;
      losses.push(tf.tidy(() => lossOf(y, heads).mul<tf.Scalar>(batch.length / samples.length)));
      const p = single ? tf.clone(heads[0]!) : accurateMode(heads, fromLogits, labels?.regions ?? false);
      scores.addBatch(y, p, patch ? batch.map(sliceOf) : undefined);
      p.dispose();
    }
    const sum = tf.addN(losses);
    const [valLoss] = await sum.data().finally(() => sum.dispose());
    return { valLoss: valLoss!, valScores: meansOf(await scores.result(), patch ? 'perPatient' : 'perImage') };
  } finally {
    tf.dispose(losses);
    scores.reset();
  }
}

/** Averages the probabilities of all heads. */
const accurateMode = (heads: readonly tf.Tensor[], fromLogits: boolean, regions: boolean): tf.Tensor =>
  tf.tidy(() => tf.addN(fromLogits ? heads.map((head) => probabilities(head, regions)) : [...heads]).div(heads.length));

const sliceOf = ({ patient, name }: Sample) => JSON.stringify([patient, name]);

const meansOf = (report: SegmentationReport, per: 'perImage' | 'perPatient') => {
  const { diceCoefficient, intersectionOverUnion, precision, recall } = report[per]!;
  return {
    diceCoefficient: meanOf(diceCoefficient),
    intersectionOverUnion: meanOf(intersectionOverUnion),
    precision: meanOf(precision),
    recall: meanOf(recall),
  };
};

/** If nothing is there and nothing was found, all is right. */
const meanOf = ({ mean, n }: ScoreSummary) => (n === 0 ? 1 : mean);
