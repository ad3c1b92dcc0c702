import { requireKnown, requireOneOf } from '../utils/check';
import { OptionError } from '../utils/optionError';
import { type BootstrapOptions, bootstrapMean } from './bootstrapMean';
import type { EvaluationReport, ScoredSlice, ScoredVolume } from './evaluationReport';
import { SCORE_NAMES, type ScoreName } from './itemScores';
import { type WilcoxonTest, wilcoxonSignedRank } from './wilcoxonSignedRank';

/** Options of {@link compareModels}. */
export interface CompareModelsOptions extends BootstrapOptions {
  /** The score to compare. @defaultValue `'diceCoefficient'` */
  score?: ScoreName;
  /**
   * What makes a pair. Slices of one patient resemble each other, which the statistics do not know: with `'slice'` the
   * p-value is too small and the interval too narrow. @defaultValue `'volume'`
   */
  unit?: 'volume' | 'slice';
}

/** How two models differ in one score on the same volumes or slices, as plain data. */
export interface ModelComparison {
  readonly score: ScoreName;
  readonly unit: 'volume' | 'slice';
  /** Pairs that were compared. */
  readonly n: number;
  /** Pairs left out because a model has no score there. */
  readonly skipped: number;
  /** Mean of the first model over the pairs. */
  readonly meanA: number;
  /** Mean of the second model over the pairs. */
  readonly meanB: number;
  /** Mean of first less second. */
  readonly meanDifference: number;
  /** Bootstrap confidence interval of the mean difference. */
  readonly interval: readonly [low: number, high: number];
  /** Share of the bootstrap's means that the interval holds. */
  readonly confidence: number;
  /** Signed-rank test of the differences. */
  readonly wilcoxon: WilcoxonTest;
}

/**
 * Compares two models that were evaluated on the same volumes, pair by pair: Wilcoxon's signed-rank test, and a bootstrap
 * confidence interval of the mean difference, first less second. Reports that were saved as JSON will do.
 *
 * @throws RangeError if the reports are not of the same volumes (slices), no pair has two scores, or an option is not legal
 */
export function compareModels(
  a: Pick<EvaluationReport, 'volumes' | 'slices'>,
  b: Pick<EvaluationReport, 'volumes' | 'slices'>,
  { score = 'diceCoefficient', unit = 'volume', ...bootstrap }: CompareModelsOptions = {},
): ModelComparison {
  const { resamples, confidence, seed } = bootstrap;
  requireKnown<CompareModelsOptions>('compareModels', bootstrap, { score, unit, resamples, confidence, seed });
  requireOneOf('compareModels', 'score', score, SCORE_NAMES);
  requireOneOf('compareModels', 'unit', unit, ['volume', 'slice']);
  const all = unit === 'volume' ? pairs(a.volumes, b.volumes) : pairs(a.slices, b.slices);
  const scores = all.map(([first, second]) => [first[score], second[score]] as const);
  const known = scores.filter((pair) => pair.every(Number.isFinite)); // null is a NaN that went through JSON
  if (known.length === 0)
    throw new OptionError({
      owner: 'compareModels',
      option: 'score',
      expected: 'one that both models have',
      received: score,
      problem: `both models must have a ${score} somewhere; no ${unit} has two`,
      fix: { action: 'take another score' },
    });
  const differences = known.map(([first, second]) => first - second);
  return {
    score,
    unit,
    n: known.length,
    skipped: scores.length - known.length,
    meanA: average(known.map(([first]) => first)),
    meanB: average(known.map(([, second]) => second)),
    meanDifference: average(differences),
    interval: bootstrapMean(differences, bootstrap),
    confidence: confidence ?? 0.95,
    wilcoxon: wilcoxonSignedRank(differences),
  };
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The items of both reports by their names. */
function pairs<Item extends ScoredVolume & Partial<ScoredSlice>>(
  a: readonly Item[],
  b: readonly Item[],
): [Item, Item][] {
  const namesOf = ({ patient, volume, slice }: Item) =>
    slice === undefined ? [patient, volume] : [patient, volume, slice];
  const keyOf = (item: Item) => JSON.stringify(namesOf(item));
  const others = new Map(b.map((item) => [keyOf(item), item]));
  const lonely = a.find((item) => !others.has(keyOf(item)));
  if (lonely || a.length !== b.length)
    throw new OptionError({
      owner: 'compareModels',
      option: 'b',
      expected: 'a report on the same volumes and slices as `a`',
      received: b.length,
      problem:
        'both models must be evaluated on the same volumes and slices; ' +
        (lonely
          ? `only the first has ${namesOf(lonely).join(' / ')}`
          : `the first has ${a.length}, the second ${b.length}`),
    });
  return a.map((item) => [item, others.get(keyOf(item))!]);
}
