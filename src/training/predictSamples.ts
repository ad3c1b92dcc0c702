import type * as tf from '@tensorflow/tfjs';

import type { Sample, Samples } from '../data/sample';
import { requireInteger, requireKnown } from '../utils/check';
import { requireOneOutput } from '../utils/requireOneOutput';
import { predictBatches } from './predictBatches';

/** A slice and what the model says about it. */
export interface Prediction {
  readonly sample: Sample;
  /** What the model puts out for every pixel, row by row: probabilities from 0 to 1, or logits. */
  readonly probabilities: Float32Array;
}

/** Options of {@link predictSamples}. */
export interface PredictSamplesOptions {
  /** Samples per run of the model; those of a batch must have one size. @defaultValue `1` */
  batchSize?: number;
  /** Batches that are read ahead while one is predicted, at most; 0 reads each when its turn comes. @defaultValue `1` */
  prefetch?: number;
  /**
   * Predicts the four flips of each sample and averages what the model puts out, as the paper does with probabilities;
   * takes four times as long. @defaultValue `false`
   */
  flips?: boolean;
}

/**
 * Predicts samples one after the other, in inference mode, and reads the result: `[batch, height, width, 1]` to one array
 * per sample.
 *
 * @example `for await (const { sample, probabilities } of predictSamples(model, test))
 *   scores.addMask(sample.mask, probabilities, sample.patient);`
 * @throws RangeError if an option is out of range, the samples of a batch differ in size, or the model has several outputs
 */
export async function* predictSamples(
  model: tf.LayersModel,
  samples: Samples,
  { batchSize = 1, prefetch = 1, flips = false, ...others }: PredictSamplesOptions = {},
): AsyncGenerator<Prediction, void, undefined> {
  requireKnown<PredictSamplesOptions>('predictSamples', others, { batchSize, prefetch, flips });
  requireInteger('predictSamples', 'batchSize', batchSize);
  requireInteger('predictSamples', 'prefetch', prefetch, 0);
  requireOneOutput('predictSamples', model);
  for await (const { samples: batch, heads } of predictBatches(model, samples, { batchSize, prefetch, flips })) {
    const all = await heads[0]!.data<'float32'>();
    const pixels = all.length / batch.length;
    for (const [i, sample] of batch.entries()) yield { sample, probabilities: all.slice(i * pixels, (i + 1) * pixels) };
  }
}
