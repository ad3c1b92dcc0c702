import { invalidOption } from '../utils/errors';
import { OVERLAP_METRIC_NAMES, type Overlap, type OverlapMetricName, overlapScore } from './overlap';
import { type ScoreSummary, summarize } from './scoreSummary';

/** Scores of one class, or means over the classes, of all images of a {@link SegmentationReport}. */
export interface SegmentationSummary {
  /** Summary over images, weighted equally. */
  perImage: Record<OverlapMetricName, ScoreSummary>;
  /** Summary over patients, the pixels of each patient's images pooled. `null` if no image has a patient. */
  perPatient: Record<OverlapMetricName, ScoreSummary> | null;
  /** Scores of the pooled pixels of all images. */
  micro: Record<OverlapMetricName, number>;
}

/** Scores of one class. */
export interface ClassScores extends SegmentationSummary {
  /** Name, if {@link SegmentationScores} has been given `names`. */
  name: string | null;
}

/**
 * Result of {@link SegmentationScores}, as plain data. Its summaries are of means over the classes of each image, of each
 * patient and of all pixels.
 */
export interface SegmentationReport extends SegmentationSummary {
  /** Scores of each class, in the order of the channels without the background. */
  perClass: ClassScores[];
  /** Pooled counts of all images in pixels, one entry per class (without the background). */
  counts: Overlap[];
  /** Explains how empty masks were scored and how many there were. */
  emptyRule: string;
}

/** Counts per class of one image, or of all images of one patient. */
export interface ScoredItem {
  patient: string | undefined;
  /** `null`: nobody has drawn the class. */
  classes: (Overlap | null)[];
}

/** Scores the items; see {@link SegmentationReport}. */
export function segmentationReport(
  images: readonly ScoredItem[],
  emptyValue: number,
  names: readonly string[] | null = null,
): SegmentationReport {
  const classes = images[0]?.classes.length;
  if (classes === undefined) throw new Error('SegmentationScores: there is nothing to score; add an image first');
  if (images.some((image) => image.classes.length !== classes))
    throw new RangeError('SegmentationScores: all images must have the same number of classes');
  if (names && names.length !== classes)
    throw invalidOption('SegmentationScores', 'names', `one for each class (${classes})`, names);
  const pooled: Pooled = { images, patients: perPatient(images), everything: total(images, undefined) };
  const classOf = (k: number) => (item: ScoredItem) => ({ ...item, classes: [item.classes[k]!] });
  return {
    ...summaryOf(pooled, emptyValue),
    perClass: pooled.everything.classes.map((_, k) => ({
      name: names?.[k] ?? null,
      ...summaryOf(only(pooled, classOf(k)), emptyValue),
    })),
    counts: pooled.everything.classes.map((overlap) => overlap ?? { tp: 0, fp: 0, fn: 0 }),
    emptyRule: emptyRule(images, emptyValue),
  };
}

/** Items before and after pooling. */
interface Pooled {
  readonly images: readonly ScoredItem[];
  readonly patients: readonly ScoredItem[];
  readonly everything: ScoredItem;
}

const only = ({ images, patients, everything }: Pooled, part: (item: ScoredItem) => ScoredItem): Pooled => ({
  images: images.map(part),
  patients: patients.map(part),
  everything: part(everything),
});

function summaryOf({ images, patients, everything }: Pooled, emptyValue: number): SegmentationSummary {
  const summaries = (items: readonly ScoredItem[]) =>
    forEachMetric((name) => summarize(items.map((item) => itemScore(name, item, emptyValue))));
  return {
    perImage: summaries(images),
    perPatient: patients.length ? summaries(patients) : null,
    micro: forEachMetric((name) => itemScore(name, everything, emptyValue)),
  };
}

function forEachMetric<T>(value: (name: OverlapMetricName) => T): Record<OverlapMetricName, T> {
  const entries = OVERLAP_METRIC_NAMES.map((name) => [name, value(name)]);
  return Object.fromEntries(entries) as Record<OverlapMetricName, T>;
}

/** Averages over the classes that somebody has drawn; those whose score is NaN are excluded. */
function itemScore(name: OverlapMetricName, item: ScoredItem, emptyValue: number): number {
  const scores = item.classes.map((overlap) => (overlap ? overlapScore(name, overlap, emptyValue) : Number.NaN));
  return summarize(scores).mean;
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
  const pooled = (k: number) => {
    const drawn = items.map((item) => item.classes[k]!).filter((overlap) => overlap !== null);
    const sum = (count: keyof Overlap) => drawn.reduce((s, overlap) => s + overlap[count], 0);
    return drawn.length > 0 ? { tp: sum('tp'), fp: sum('fp'), fn: sum('fn') } : null;
  };
  return { patient, classes: items[0]!.classes.map((_, k) => pooled(k)) };
}

function emptyRule(images: readonly ScoredItem[], emptyValue: number): string {
  const all = images.flatMap((image) => image.classes);
  const masks = all.filter((overlap) => overlap !== null);
  const empty = masks.filter(({ tp, fp, fn }) => tp + fp + fn === 0).length;
  const verdict = Number.isNaN(emptyValue) ? 'it is skipped' : `its score is ${emptyValue}`;
  const undrawn = all.length - masks.length;
  const skipped = undrawn > 0 ? ` Masks that nobody has drawn are skipped (${undrawn} of ${all.length}).` : '';
  return `If an image mask is empty in both ground truth and prediction, ${verdict} (${empty} of ${masks.length}); if in exactly one, its score is 0.${skipped}`;
}
