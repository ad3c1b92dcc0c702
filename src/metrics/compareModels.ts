import { requireKnown, requireOneOf } from '../utils/check';
import { OptionError } from '../utils/optionError';
import { type BootstrapOptions, bootstrapMean } from './bootstrapMean';
import type { EvaluationReport, ScoredSlice, ScoredVolume } from './evaluationReport';
import { SCORE_NAMES, type ScoreName } from './itemScores';
import { type WilcoxonTest, wilcoxonSignedRank } from './wilcoxonSignedRank';

/** Options of {@link compareModels}. */
export interface CompareModelsOptions extends BootstrapOptions {
  /** The score to compare. @defaultValue `'diceCoefficient'` */
  score?: ScoreName | 'surfaceDice';
  /**
   * Unit of a pair. Slices of one patient are correlated, which the statistics ignore: with `'slice'`, the p-value is
   * too small and the interval too narrow. @defaultValue `'volume'`
   */
  unit?: 'volume' | 'slice';
}

/** Difference of two models in one score on the same volumes or slices, as plain data. */
export interface ModelComparison {
  readonly score: ScoreName | 'surfaceDice';
  readonly unit: 'volume' | 'slice';
  /** Number of pairs compared. */
  readonly n: number;
  /** Pairs excluded because the score is undefined for one of the models. */
  readonly skipped: number;
  /** Mean of the first model over the pairs. */
  readonly meanA: number;
  /** Mean of the second model over the pairs. */
  readonly meanB: number;
  /** Mean of the differences, first model minus second. */
  readonly meanDifference: number;
  /** Bootstrap confidence interval of the mean difference. */
  readonly interval: readonly [low: number, high: number];
  /** Confidence level of the interval. */
  readonly confidence: number;
  /** Signed-rank test of the differences. */
  readonly wilcoxon: WilcoxonTest;
}

/**
 * Compares two models on the same volumes, pair by pair: Wilcoxon's signed-rank test and a bootstrap confidence
 * interval of the mean difference, first model minus second.
 *
 * Accepts reports of {@link evaluateVolumes}, or the part of one label, also after a round trip through JSON. Options:
 * {@link CompareModelsOptions}.
 *
 * @throws OptionError if the reports cover different volumes or slices, no pair has two scores, or an option is out of
 * range
 * @example
 * ```ts
 * import { compareModels, evaluateVolumes } from 'msa-unet';
 *
 * const volume = (patient: string, data: number[]) => {
 *   const truth = { data: [0, 1, 1, 0], shape: [1, 2, 2], spacing: null };
 *   return { patient, name: 'ct', truth, prediction: { ...truth, data } };
 * };
 * const a = await evaluateVolumes([volume('p1', [0, 1, 1, 0]), volume('p2', [0, 1, 1, 0])]);
 * const b = await evaluateVolumes([volume('p1', [0, 1, 0, 0]), volume('p2', [0, 1, 0, 0])]);
 * console.log(compareModels(a, b).meanDifference.toFixed(3)); // 0.333
 * ```
 */
export function compareModels(
  a: Pick<EvaluationReport, 'volumes' | 'slices'>,
  b: Pick<EvaluationReport, 'volumes' | 'slices'>,
  { score = 'diceCoefficient', unit = 'volume', ...bootstrap }: CompareModelsOptions = {},
): ModelComparison {
  const { resamples, confidence, seed } = bootstrap;
  requireKnown<CompareModelsOptions>('compareModels', bootstrap, { score, unit, resamples, confidence, seed });
  requireOneOf('compareModels', 'score', score, [...SCORE_NAMES, 'surfaceDice']);
  requireOneOf('compareModels', 'unit', unit, ['volume', 'slice']);
  const all = unit === 'volume' ? pairs(a.volumes, b.volumes) : pairs(a.slices, b.slices);
  const scores = all.map(([first, second]) => [first[score] ?? Number.NaN, second[score] ?? Number.NaN] as const);
  const known = scores.filter((pair) => pair.every(Number.isFinite)); // JSON turns NaN into null
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

/** Pairs the items of both reports by name. */
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
