import type * as tf from '@tensorflow/tfjs';

import { requireSamples } from '../data/requireSamples';
import type { Sample, Samples } from '../data/sample';
import { requireInteger, requireKnown } from '../utils/check';
import { requireOneOutput } from '../utils/requireOneOutput';
import { predictBatches } from './predictBatches';

/** A slice and the model's prediction. */
export interface Prediction {
  readonly sample: Sample;
  /** Output of the model for every pixel, row by row: probabilities from 0 to 1, or logits. */
  readonly probabilities: Float32Array;
}

/** Options of {@link predictSamples}. */
export interface PredictSamplesOptions {
  /** Samples per run of the model; all samples of a batch must have the same size. @defaultValue `1` */
  batchSize?: number;
  /** Maximum number of batches read ahead; 0 reads each when it is needed. @defaultValue `1` */
  prefetch?: number;
  /**
   * Whether to average the outputs over the four flips, as the paper does with probabilities; takes four times as long.
   * @defaultValue `false`
   */
  flips?: boolean;
}

/**
 * Predicts samples one after another, in inference mode, and reads the results: `[batch, height, width, 1]` becomes one
 * array per sample. Options: {@link PredictSamplesOptions}.
 *
 * @throws OptionError if an option is out of range, the samples of a batch differ in size, or the model has several
 * outputs
 * @example
 * ```ts
 * import { buildUnet, phantomDataSet, predictSamples, prepareSlices, SegmentationScores, splitDataSet } from 'msa-unet';
 *
 * const { parts } = await splitDataSet(phantomDataSet({ patients: 3, slicesPerPatient: 2, size: 32 }));
 * const model = buildUnet([null, null, 1], { baseFilters: 2, depth: 2, seed: 1 });
 * const scores = new SegmentationScores();
 * for await (const { sample, probabilities } of predictSamples(model, prepareSlices(parts.test)))
 *   scores.addMask(sample.mask, probabilities, sample.patient);
 * console.log((await scores.result()).perImage.diceCoefficient.n); // 2
 * ```
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
  requireSamples('predictSamples', 'samples', samples);
  for await (const { samples: batch, heads } of predictBatches(model, samples, { batchSize, prefetch, flips })) {
    const all = await heads[0]!.data<'float32'>();
    const pixels = all.length / batch.length;
    for (const [i, sample] of batch.entries()) yield { sample, probabilities: all.slice(i * pixels, (i + 1) * pixels) };
  }
}
