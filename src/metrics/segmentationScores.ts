import * as tf from '@tensorflow/tfjs';

import type { LabelTable } from '../data/labels/labelTable';
import { undrawn } from '../data/labels/maskCodes';
import { requireTable } from '../data/labels/requireTable';
import { type Names, requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { requireSameShape } from '../utils/requireSameShape';
import { type CountedBatch, deferred } from './countedBatch';
import { countLabels } from './countLabels';
import { countMaskOverlap, countOverlap } from './countOverlap';
import { type MetricOptions, metricOptions } from './metricOptions';
import type { Overlap } from './overlap';
import { type ScoredItem, type SegmentationReport, segmentationReport } from './segmentationReport';

/** Options of {@link SegmentationScores}. */
export interface SegmentationScoresOptions extends MetricOptions {
  /** Names of the classes in the report, in the order of the channels, without the background. @defaultValue none */
  names?: readonly string[] | null;
  /** What is segmented; sets `names`, `regions` and `partialLabels`. `null`: not said. @defaultValue `null` */
  labels?: LabelTable | null;
}

/** Names of {@link SegmentationScoresOptions}. */
const optionNames: Names<SegmentationScoresOptions> = {
  threshold: 0,
  emptyValue: 0,
  fromLogits: 0,
  regions: 0,
  partialLabels: 0,
  names: 0,
  labels: 0,
};

/**
 * Accumulator of overlap counts that reports the four metrics per image, per patient and in total, as means over the
 * classes and for each class. Options: {@link SegmentationScoresOptions}.
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
  private readonly names: readonly string[] | null;
  private readonly labels: LabelTable | null;
  private batches: CountedBatch[] = [];

  constructor({ labels = null, ...given }: SegmentationScoresOptions = {}) {
    requireKnown('SegmentationScores', given, optionNames);
    if (labels) requireTable('SegmentationScores', 'labels', labels);
    const { names = null, ...options } = { ...(labels ? optionsFor(labels) : {}), ...given };
    this.labels = labels;
    this.options = metricOptions('SegmentationScores', options);
    if (names && !(Array.isArray(names) && new Set(names).size === names.length))
      throw invalidOption('SegmentationScores', 'names', 'a different name for each class', names);
    this.names = names;
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
      const { tp, fp, fn, drawn } = countOverlap(yTrue, yPred, this.options);
      return tf.keep(tf.stack([tp, fp, fn, ...(drawn ? [drawn] : [])], 2)); // [batch, classes, 3 or 4]
    });
    this.batches.push(deferred(counts, patients));
  }

  /**
   * Adds one image or volume with a single mask: the ground truth, and probabilities, a predicted mask or logits in the
   * same order. With `partialLabels`, pixels whose ground truth is −1, or 255 as in the masks of samples, are left out.
   *
   * @throws OptionError if the lengths differ
   */
  addMask(truth: ArrayLike<number>, prediction: ArrayLike<number>, patient?: string): void {
    requireSameLength(truth, prediction);
    const { threshold, fromLogits, partialLabels } = this.options;
    const limit = fromLogits ? Math.log(threshold / (1 - threshold)) : threshold; // sigmoid(z) > threshold
    const [y, p] = partialLabels ? drawnPixels(truth, prediction) : [truth, prediction];
    this.addCounts([y.length === 0 && partialLabels ? null : countMaskOverlap(y, p, limit)], patient);
  }

  /**
   * Adds one image or volume with the labels of the table: masks of ground truth and prediction as a {@link Sample} holds
   * them.
   *
   * @param undrawn names of the labels that nobody has drawn in it
   * @throws OptionError if the lengths differ, or there is no table of `labels`
   */
  addLabels(truth: Uint8Array, prediction: Uint8Array, patient?: string, undrawn: readonly string[] = []): void {
    if (!this.labels) throw invalidOption('SegmentationScores', 'labels', 'a table for addLabels', this.labels);
    requireSameLength(truth, prediction);
    const counts = countLabels(truth, prediction, this.labels);
    this.addCounts(
      this.labels.labels.map(({ name }, i) => (undrawn.includes(name) ? null : counts[i]!)),
      patient,
    );
  }

  /**
   * Adds the counts of one image; with classes, one entry per class without the background, `null` for a class that
   * nobody has drawn in it.
   *
   * @throws OptionError if a count is not a whole number ≥ 0
   */
  addCounts(counts: Overlap | readonly (Overlap | null)[], patient?: string): void {
    const classes = [counts].flat();
    for (const count of classes.flatMap((one) => (one ? [one.tp, one.fp, one.fn] : [])))
      if (!(Number.isInteger(count) && count >= 0))
        throw invalidOption('SegmentationScores', 'counts', 'whole numbers of pixels', counts);
    const items: ScoredItem[] = [{ patient, classes }];
    this.batches.push({ read: async () => items, dispose: () => undefined });
  }

  /**
   * Scores all images added so far; more can be added afterwards.
   *
   * @throws Error (the promise) if there is no image, or there is not one name for each class
   */
  async result(): Promise<SegmentationReport> {
    const items = await Promise.all(this.batches.map((batch) => batch.read()));
    return segmentationReport(items.flat(), this.options.emptyValue, this.names);
  }

  /** Removes all images and frees what is still on the device. */
  reset(): void {
    for (const batch of this.batches) batch.dispose();
    this.batches = [];
  }
}

function requireSameLength(truth: ArrayLike<number>, { length }: ArrayLike<number>): void {
  if (truth.length !== length)
    throw invalidOption('SegmentationScores', 'prediction', `as long as the ground truth (${truth.length})`, length);
}

/** Ground truth and prediction of the pixels that somebody has drawn. */
function drawnPixels(truth: ArrayLike<number>, prediction: ArrayLike<number>): [y: number[], p: number[]] {
  const drawn = [...Array(truth.length).keys()].filter((i) => truth[i]! >= 0 && truth[i] !== undrawn);
  return [drawn.map((i) => truth[i]!), drawn.map((i) => prediction[i]!)];
}

const optionsFor = ({ labels, regions, partial }: LabelTable): SegmentationScoresOptions => ({
  names: labels.map(({ name }) => name),
  regions,
  partialLabels: partial,
});
