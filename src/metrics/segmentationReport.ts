import { OVERLAP_METRIC_NAMES, type Overlap, type OverlapMetricName, overlapScore } from './overlap';
import { type ScoreSummary, summarize } from './scoreSummary';

/** Result of {@link SegmentationScores}, as plain data. */
export interface SegmentationReport {
  /** Summary over images, weighted equally. */
  perImage: Record<OverlapMetricName, ScoreSummary>;
  /** Summary over patients, the pixels of each patient's images pooled. `null` if no image has a patient. */
  perPatient: Record<OverlapMetricName, ScoreSummary> | null;
  /** Scores of the pooled pixels of all images. */
  micro: Record<OverlapMetricName, number>;
  /** Pooled counts of all images in pixels, one entry per class (without the background). */
  counts: Overlap[];
  /** Explains how empty masks were scored and how many there were. */
  emptyRule: string;
}

/** Counts per class of one image, or of all images of one patient. */
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

/** Averages over the classes; classes whose score is NaN are excluded. */
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

/** Pools the pixels of one or more items. */
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
