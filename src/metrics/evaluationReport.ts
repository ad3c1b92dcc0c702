import { invalidOption } from '../utils/errors';
import { type ItemScores, overlapScores, SCORE_NAMES, type ScoreName } from './itemScores';
import type { Overlap, OverlapMetricName } from './overlap';
import { type ScoreSummary, summarize } from './scoreSummary';

/** Scores of one volume. */
export interface ScoredVolume extends ItemScores {
  readonly patient: string;
  readonly volume: string;
}

/** Scores of one slice of a volume. */
export interface ScoredSlice extends ScoredVolume {
  readonly slice: string;
}

/** Result of {@link evaluateVolumes}, as plain data that can be saved as JSON, where NaN becomes `null`. */
export interface EvaluationReport {
  /** Summary over volumes, weighted equally. */
  readonly perVolume: Readonly<Record<ScoreName, ScoreSummary>>;
  /** Summary over slices, weighted equally. */
  readonly perSlice: Readonly<Record<ScoreName, ScoreSummary>>;
  /** Scores of the pooled voxels of all volumes. */
  readonly micro: Readonly<Record<OverlapMetricName, number>>;
  /** Pooled counts of all volumes, in voxels. */
  readonly counts: Overlap;
  /** Explains how empty masks, unknown and uneven spacings were scored and how many there were; print it beside the scores. */
  readonly emptyRule: string;
  readonly volumes: readonly ScoredVolume[];
  readonly slices: readonly ScoredSlice[];
}

/** How the volumes were scored. */
interface ScoringContext {
  /** Overlap scores of two empty masks. */
  readonly emptyValue: number;
  /** Whether masks have no surface at the ends of the scan. */
  readonly openEnds: boolean;
  /** Number of volumes with unevenly spaced slices. */
  readonly uneven: number;
}

/** Summarises the scores. Throws OptionError if there is no volume. */
export function evaluationReport(
  volumes: readonly ScoredVolume[],
  slices: readonly ScoredSlice[],
  context: ScoringContext,
): EvaluationReport {
  if (volumes.length === 0) throw invalidOption('evaluateVolumes', 'pairs', 'one pair or more', []);
  const sum = (count: keyof Overlap) => volumes.reduce((total, volume) => total + volume[count], 0);
  const counts = { tp: sum('tp'), fp: sum('fp'), fn: sum('fn') };
  return {
    perVolume: summaries(volumes),
    perSlice: summaries(slices),
    micro: overlapScores(counts, context.emptyValue),
    counts,
    emptyRule: emptyRule(volumes, slices, context),
    volumes,
    slices,
  };
}

function summaries(items: readonly ItemScores[]): Record<ScoreName, ScoreSummary> {
  const entries = SCORE_NAMES.map((name) => [name, summarize(items.map((item) => item[name]))]);
  return Object.fromEntries(entries) as Record<ScoreName, ScoreSummary>;
}

function emptyRule(
  volumes: readonly ItemScores[],
  slices: readonly ItemScores[],
  { emptyValue, openEnds, uneven }: ScoringContext,
): string {
  const among = (holds: (item: ItemScores) => boolean) =>
    `${slices.filter(holds).length} of ${slices.length} slices, ${volumes.filter(holds).length} of ${volumes.length} volumes`;
  const bothEmpty = among(({ tp, fp, fn }) => tp + fp + fn === 0);
  const oneEmpty = among(({ tp, fp, fn }) => tp === 0 && (fp === 0) !== (fn === 0));
  const noTruth = among(({ tp, fp, fn }) => tp + fn === 0 && fp > 0);
  const unknown = volumes.filter(({ truthMl }) => Number.isNaN(truthMl)).length;
  const verdict = Number.isNaN(emptyValue) ? 'undefined' : `${emptyValue}`;
  return [
    `If ground truth and prediction are both empty, overlap scores are ${verdict} and distances are 0 (${bothEmpty}).`,
    `If exactly one is empty, overlap scores are 0 and distances are undefined (${oneEmpty}).`,
    `If only the ground truth is empty, the relative volume difference is undefined (${noTruth}).`,
    ...(unknown
      ? [
          `Without a known spacing, distances and volumes in ml are undefined (${unknown} of ${volumes.length} volumes).`,
        ]
      : []),
    ...(openEnds ? ['Masks cut off by the end of a scan have no surface there.'] : []),
    ...(uneven
      ? [
          `Where slices are unevenly spaced, distances and volumes in ml are approximate (${uneven} of ${volumes.length} volumes).`,
        ]
      : []),
    'Undefined scores are excluded from the means and counted as skipped.',
  ].join(' ');
}
