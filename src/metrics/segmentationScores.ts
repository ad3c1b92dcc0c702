import * as tf from '@tensorflow/tfjs';

import { invalidOption } from '../utils/errors';
import { requireSameShape } from '../utils/requireSameShape';
import { countMaskOverlap, countOverlap } from './countOverlap';
import { type MetricOptions, metricOptions } from './metricOptions';
import type { Overlap } from './overlap';
import { type ScoredItem, type SegmentationReport, segmentationReport } from './segmentationReport';

/**
 * Collects the overlap of any number of images and reports the four metrics per image, per patient and in total.
 *
 * Averages over batches, which is what `fit` and `evaluate` log, depend on the batch size; these do not. Nothing is read
 * back from the device before {@link SegmentationScores.result | result}.
 *
 * @throws RangeError if an option is not legal
 * @see https://doi.org/10.1186/s12911-021-01649-w, Eq. 8–11, Tables 1 and 2
 */
export class SegmentationScores {
  private readonly options: Required<MetricOptions>;
  private batches: Batch[] = [];

  constructor(options: MetricOptions = {}) {
    this.options = metricOptions('SegmentationScores', options);
  }

  /**
   * Adds a batch: masks and predictions, both `[batch, …, channels]`; the caller keeps them.
   *
   * @param patients whose image each is, one name per image; needed for the scores per patient
   * @throws RangeError if the shapes differ, or there is not one name per image
   */
  addBatch(yTrue: tf.Tensor, yPred: tf.Tensor, patients?: readonly string[]): void {
    requireSameShape('SegmentationScores', yTrue, yPred);
    const images = yTrue.shape[0]!;
    if (patients && patients.length !== images)
      throw invalidOption('SegmentationScores', 'patients', `one name for each of ${images} images`, patients);
    const counts = tf.tidy(() => {
      const { tp, fp, fn } = countOverlap(yTrue, yPred, this.options);
      return tf.keep(tf.stack([tp, fp, fn], 2)); // [batch, classes, 3]
    });
    this.batches.push(deferred(counts, patients));
  }

  /**
   * Adds one image (or volume) in memory, a single mask: the truth, and the probabilities (or the predicted mask, or the
   * logits) in the same order.
   *
   * @throws RangeError if the lengths differ
   */
  addMask(truth: ArrayLike<number>, prediction: ArrayLike<number>, patient?: string): void {
    if (truth.length !== prediction.length)
      throw invalidOption(
        'SegmentationScores',
        'prediction',
        `as long as the truth (${truth.length})`,
        prediction.length,
      );
    const { threshold, fromLogits } = this.options;
    const limit = fromLogits ? Math.log(threshold / (1 - threshold)) : threshold; // sigmoid(z) > threshold
    this.addCounts(countMaskOverlap(truth, prediction, limit), patient);
  }

  /**
   * Adds one image whose pixels are counted already; with classes, one count for each class but the background.
   *
   * @throws RangeError if a count is not a whole number ≥ 0
   */
  addCounts(counts: Overlap | readonly Overlap[], patient?: string): void {
    const classes = [counts].flat();
    for (const count of classes.flatMap(({ tp, fp, fn }) => [tp, fp, fn]))
      if (!(Number.isInteger(count) && count >= 0))
        throw invalidOption('SegmentationScores', 'counts', 'whole numbers of pixels', counts);
    const items: ScoredItem[] = [{ patient, classes }];
    this.batches.push({ read: async () => items, dispose: () => undefined });
  }

  /**
   * The scores of all images so far; more can be added afterwards.
   *
   * @throws Error (the promise) if there is no image
   */
  async result(): Promise<SegmentationReport> {
    const items = await Promise.all(this.batches.map((batch) => batch.read()));
    return segmentationReport(items.flat(), this.options.emptyValue);
  }

  /** Forgets all images and frees what is still on the device. */
  reset(): void {
    for (const batch of this.batches) batch.dispose();
    this.batches = [];
  }
}

interface Batch {
  read(): Promise<ScoredItem[]>;
  dispose(): void;
}

/** Counts `[batch, classes, 3]` that stay on the device until somebody asks; they are read once, and then freed. */
function deferred(counts: tf.Tensor, patients: readonly string[] = []): Batch {
  let items: Promise<ScoredItem[]> | undefined;
  const fetch = async () => {
    const [batch, classes] = counts.shape as [number, number];
    const values = await counts.data().finally(() => counts.dispose());
    const overlap = (i: number): Overlap => ({ tp: values[3 * i]!, fp: values[3 * i + 1]!, fn: values[3 * i + 2]! });
    return Array.from({ length: batch }, (_, image) => ({
      patient: patients[image],
      classes: Array.from({ length: classes }, (_, k) => overlap(image * classes + k)),
    }));
  };
  return {
    read: () => (items ??= fetch()),
    dispose: () => {
      if (!items) counts.dispose();
    },
  };
}
