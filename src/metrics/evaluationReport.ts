import { invalidOption } from '../utils/errors';
import { type ItemScores, overlapScores, SCORE_NAMES, type ScoreName } from './itemScores';
import type { Overlap, OverlapMetricName } from './overlap';
import { type ScoreSummary, summarize } from './scoreSummary';

/** A volume and its scores. */
export interface ScoredVolume extends ItemScores {
  readonly patient: string;
  readonly volume: string;
}

/** A slice of a volume and its scores. */
export interface ScoredSlice extends ScoredVolume {
  readonly slice: string;
}

/** What {@link evaluateVolumes} has found, as plain data: it can be saved as JSON, where NaN becomes `null`. */
export interface EvaluationReport {
  /** Over volumes, each counting the same. */
  readonly perVolume: Readonly<Record<ScoreName, ScoreSummary>>;
  /** Over slices, each counting the same. */
  readonly perSlice: Readonly<Record<ScoreName, ScoreSummary>>;
  /** Of the voxels of all volumes taken together. */
  readonly micro: Readonly<Record<OverlapMetricName, number>>;
  /** Voxels of all volumes. */
  readonly counts: Overlap;
  /** How empty masks and unknown spacings were scored and how many there were, in words: to be printed with the scores. */
  readonly emptyRule: string;
  readonly volumes: readonly ScoredVolume[];
  readonly slices: readonly ScoredSlice[];
}

/** Summarises the scores. @throws RangeError if there is no volume */
export function evaluationReport(
  volumes: readonly ScoredVolume[],
  slices: readonly ScoredSlice[],
  emptyValue: number,
): EvaluationReport {
  if (volumes.length === 0) throw invalidOption('evaluateVolumes', 'pairs', 'one pair or more', []);
  const sum = (count: keyof Overlap) => volumes.reduce((total, volume) => total + volume[count], 0);
  const counts = { tp: sum('tp'), fp: sum('fp'), fn: sum('fn') };
  return {
    perVolume: summaries(volumes),
    perSlice: summaries(slices),
    micro: overlapScores(counts, emptyValue),
    counts,
    emptyRule: emptyRule(volumes, slices, emptyValue),
    volumes,
    slices,
  };
}

function summaries(items: readonly ItemScores[]): Record<ScoreName, ScoreSummary> {
  const entries = SCORE_NAMES.map((name) => [name, summarize(items.map((item) => item[name]))]);
  return Object.fromEntries(entries) as Record<ScoreName, ScoreSummary>;
}

function emptyRule(volumes: readonly ItemScores[], slices: readonly ItemScores[], emptyValue: number): string {
  const among = (holds: (item: ItemScores) => boolean) =>
    `${slices.filter(holds).length} of ${slices.length} slices, ${volumes.filter(holds).length} of ${volumes.length} volumes`;
  const bothEmpty = among(({ tp, fp, fn }) => tp + fp + fn === 0);
  const oneEmpty = among(({ tp, fp, fn }) => tp === 0 && (fp === 0) !== (fn === 0));
  const noTruth = among(({ tp, fp, fn }) => tp + fn === 0 && fp > 0);
  const unknown = volumes.filter(({ truthMl }) => Number.isNaN(truthMl)).length;
  const verdict = Number.isNaN(emptyValue) ? 'has no overlap score' : `scores ${emptyValue}`;
  return [
    `Truth and prediction both empty ${verdict} and has distances of 0 (${bothEmpty}).`,
    `Exactly one empty scores 0 and has no distances (${oneEmpty}).`,
    `Truth alone empty has no relative volume difference (${noTruth}).`,
    ...(unknown
      ? [`Without a known spacing there are no distances and no ml (${unknown} of ${volumes.length} volumes).`]
      : []),
    'What does not exist is skipped and counted.',
  ].join(' ');
}
