import * as tf from '@tensorflow/tfjs';

import { invalidOption } from '../utils/errors';
import { requireSameShape } from '../utils/requireSameShape';
import { countMaskOverlap, countOverlap } from './countOverlap';
import { type MetricOptions, metricOptions } from './metricOptions';
import type { Overlap } from './overlap';
import { type ScoredItem, type SegmentationReport, segmentationReport } from './segmentationReport';

/**
 * Accumulator of overlap counts that reports the four metrics per image, per patient and in total. Options:
 * {@link MetricOptions}.
 *
 * Unlike the batch averages that `fit` and `evaluate` log, the scores do not depend on the batch size. Nothing is read
 * back from the device before {@link SegmentationScores.result | result}.
 *
 * @throws OptionError if an option is out of range
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Eq. 8–11, Tables 1 and 2
 * @example
 * ```ts
 * import { SegmentationScores } from 'msa-unet';
 *
 * const scores = new SegmentationScores();
 * scores.addMask([1, 1, 0, 0], [0.9, 0.2, 0.8, 0.1], 'patient-1');
 * scores.addMask([0, 1, 1, 0], [0.1, 0.9, 0.7, 0.2], 'patient-2');
 * const { perPatient } = await scores.result();
 * console.log(perPatient!.diceCoefficient.mean); // 0.75
 * ```
 */
export class SegmentationScores {
  private readonly options: Required<MetricOptions>;
  private batches: Batch[] = [];

  constructor(options: MetricOptions = {}) {
    this.options = metricOptions('SegmentationScores', options);
  }

  /**
   * Adds a batch of masks and predictions, both `[batch, …, channels]`. The caller keeps the tensors.
   *
   * @param patients the patient of each image, needed for the scores per patient
   * @throws OptionError if the shapes differ, or there is not one patient per image
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
   * Adds one image or volume with a single mask: the ground truth, and probabilities, a predicted mask or logits in the
   * same order.
   *
   * @throws OptionError if the lengths differ
   */
  addMask(truth: ArrayLike<number>, prediction: ArrayLike<number>, patient?: string): void {
    if (truth.length !== prediction.length)
      throw invalidOption(
        'SegmentationScores',
        'prediction',
        `as long as the ground truth (${truth.length})`,
        prediction.length,
      );
    const { threshold, fromLogits } = this.options;
    const limit = fromLogits ? Math.log(threshold / (1 - threshold)) : threshold; // sigmoid(z) > threshold
    this.addCounts(countMaskOverlap(truth, prediction, limit), patient);
  }

  /**
   * Adds the counts of one image; with classes, one entry per class without the background.
   *
   * @throws OptionError if a count is not a whole number ≥ 0
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
   * Scores all images added so far; more can be added afterwards.
   *
   * @throws Error (the promise) if there is no image
   */
  async result(): Promise<SegmentationReport> {
    const items = await Promise.all(this.batches.map((batch) => batch.read()));
    return segmentationReport(items.flat(), this.options.emptyValue);
  }

  /** Removes all images and frees what is still on the device. */
  reset(): void {
    for (const batch of this.batches) batch.dispose();
    this.batches = [];
  }
}

interface Batch {
  read(): Promise<ScoredItem[]>;
  dispose(): void;
}

/** Keeps counts `[batch, classes, 3]` on the device until the first read, which frees them. */
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
