import { OVERLAP_METRIC_NAMES, type Overlap, type OverlapMetricName, overlapScore } from './overlap';
import { type ScoreSummary, summarize } from './scoreSummary';

/** What {@link SegmentationScores} has found, as plain data. */
export interface SegmentationReport {
  /** Over images, each counting the same. */
  perImage: Record<OverlapMetricName, ScoreSummary>;
  /** Over patients, the pixels of a patient's images taken together; `null` if no image has a patient. */
  perPatient: Record<OverlapMetricName, ScoreSummary> | null;
  /** Of the pixels of all images taken together. */
  micro: Record<OverlapMetricName, number>;
  /** Pixels of all images, one entry per class (without the background). */
  counts: Overlap[];
  /** How empty masks were scored and how many there were, in words. */
  emptyRule: string;
}

/** One image, or all images of one patient: its counts class by class. */
export interface ScoredItem {
  patient: string | undefined;
  classes: Overlap[];
}

/** Scores the items; see {@link SegmentationReport}. */
export function segmentationReport(images: readonly ScoredItem[], emptyValue: number): SegmentationReport {
  const classes = images[0]?.classes.length;
  if (classes === undefined) throw new Error('SegmentationScores: there is nothing to score; add an image first');
  if (images.some((image) => image.classes.length !== classes))
    throw new RangeError('SegmentationScores: all images must have the same number of classes');
  const patients = perPatient(images);
  const everything = total(images, undefined);
  return {
    perImage: forEachMetric((name) => summarize(images.map((image) => itemScore(name, image, emptyValue)))),
    perPatient: patients.length
      ? forEachMetric((name) => summarize(patients.map((patient) => itemScore(name, patient, emptyValue))))
      : null,
    micro: forEachMetric((name) => itemScore(name, everything, emptyValue)),
    counts: everything.classes,
    emptyRule: emptyRule(images, emptyValue),
  };
}

function forEachMetric<T>(value: (name: OverlapMetricName) => T): Record<OverlapMetricName, T> {
  const entries = OVERLAP_METRIC_NAMES.map((name) => [name, value(name)]);
  return Object.fromEntries(entries) as Record<OverlapMetricName, T>;
}

/** Mean over the classes; a class whose score is NaN does not count. */
function itemScore(name: OverlapMetricName, item: ScoredItem, emptyValue: number): number {
  return summarize(item.classes.map((overlap) => overlapScore(name, overlap, emptyValue))).mean;
}

function perPatient(images: readonly ScoredItem[]): ScoredItem[] {
  const groups = new Map<string, ScoredItem[]>();
  for (const image of images) {
    if (image.patient === undefined) continue;
    const group = groups.get(image.patient);
    if (group) group.push(image);
    else groups.set(image.patient, [image]);
  }
  return [...groups].map(([patient, group]) => total(group, patient));
}

/** The pixels of several items (at least one) taken together. */
function total(items: readonly ScoredItem[], patient: string | undefined): ScoredItem {
  const sum = (k: number, count: keyof Overlap) => items.reduce((s, item) => s + item.classes[k]![count], 0);
  return {
    patient,
    classes: items[0]!.classes.map((_, k) => ({ tp: sum(k, 'tp'), fp: sum(k, 'fp'), fn: sum(k, 'fn') })),
  };
}

function emptyRule(images: readonly ScoredItem[], emptyValue: number): string {
  const masks = images.flatMap((image) => image.classes);
  const empty = masks.filter(({ tp, fp, fn }) => tp + fp + fn === 0).length;
  const verdict = Number.isNaN(emptyValue) ? 'it is skipped' : `its score is ${emptyValue}`;
  return `If an image mask is empty in both ground truth and prediction, ${verdict} (${empty} of ${masks.length}); if in exactly one, its score is 0.`;
}
