import { invalidOption } from '../utils/errors';
import type { ConfusionMatrix } from './classes/confusionMatrix';
import { type EmptyRuleContext, emptyRule } from './emptyRule';
import { type ItemScores, overlapScores, type ScoreName, scoreNames } from './itemScores';
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

/** Summary of every score; of the NSD if a tolerance is given. */
export type ScoreSummaries = Readonly<Record<ScoreName, ScoreSummary>> & { readonly surfaceDice?: ScoreSummary };

/** Scores of one mask, or of one label, in all volumes. */
export interface LabelReport {
  /** Summary over volumes, weighted equally. */
  readonly perVolume: ScoreSummaries;
  /** Summary over slices, weighted equally. */
  readonly perSlice: ScoreSummaries;
  /** Scores of the pooled voxels of all volumes. */
  readonly micro: Readonly<Record<OverlapMetricName, number>>;
  /** Pooled counts of all volumes, in voxels. */
  readonly counts: Overlap;
  /** Explains how empty masks, unknown and uneven spacings were scored and how many there were; print it beside the scores. */
  readonly emptyRule: string;
  /** Number of volumes with unevenly spaced slices, whose distances and volumes in ml are approximate. */
  readonly uneven: number;
  readonly volumes: readonly ScoredVolume[];
  readonly slices: readonly ScoredSlice[];
}

/**
 * Result of {@link evaluateVolumes}, as plain data that can be saved as JSON, where NaN becomes `null`. With a table of
 * labels, scores are means over the labels of each volume and slice, and counts are sums over them.
 */
export interface EvaluationReport extends LabelReport {
  /** Scores of each label, by its name; only with a table. */
  readonly classes?: Readonly<Record<string, LabelReport>>;
  /** Which class was predicted for the voxels of each; `null` for regions. Only with a table. */
  readonly confusion?: ConfusionMatrix | null;
}

/** Result of {@link evaluateVolumes} with a table of labels. */
export interface LabelledReport extends EvaluationReport {
  readonly classes: Readonly<Record<string, LabelReport>>;
  readonly confusion: ConfusionMatrix | null;
}

/** Summarises the scores. Throws OptionError if there is no volume. */
export function evaluationReport(
  volumes: readonly ScoredVolume[],
  slices: readonly ScoredSlice[],
  context: EmptyRuleContext,
): LabelReport {
  const { emptyValue, skipped = { volumes: 0, slices: 0 } } = context;
  if (volumes.length + skipped.volumes === 0) throw invalidOption('evaluateVolumes', 'pairs', 'one pair or more', []);
  const sum = (count: keyof Overlap) => volumes.reduce((total, volume) => total + volume[count], 0);
  const counts = { tp: sum('tp'), fp: sum('fp'), fn: sum('fn') };
  return {
    perVolume: summaries(volumes, skipped.volumes),
    perSlice: summaries(slices, skipped.slices),
    micro: overlapScores(counts, volumes.length > 0 ? emptyValue : Number.NaN),
    counts,
    emptyRule: emptyRule(volumes, slices, context),
    uneven: context.uneven,
    volumes,
    slices,
  };
}

function summaries(items: readonly ItemScores[], skipped: number): ScoreSummaries {
  const unknown = Array<number>(skipped).fill(Number.NaN);
  const scoresOf = (name: ScoreName | 'surfaceDice') => [...items.map((item) => item[name] ?? Number.NaN), ...unknown];
  const entries = scoreNames(items).map((name) => [name, summarize(scoresOf(name))]);
  return Object.fromEntries(entries) as ScoreSummaries;
}
