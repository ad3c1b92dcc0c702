import { invalidOption } from '../utils/errors';
import { type SignedRanks, signedRanks } from './statistics/signedRanks';
import { twoSidedNormal } from './statistics/twoSidedNormal';

/** Result of {@link wilcoxonSignedRank}. */
export interface WilcoxonTest {
  /** Two-sided p-value under the hypothesis that positive and negative differences are equally likely. */
  pValue: number;
  /** Test statistic: the smaller of the rank sums of positive and negative differences. */
  statistic: number;
  /** Number of non-zero differences. */
  n: number;
  /** Number of zero differences, which are excluded. */
  zeros: number;
  /** Exact distribution over all 2ⁿ choices of signs, or normal approximation. */
  method: 'exact' | 'normal';
}

/** Largest number of differences with an exact p-value; float64 counts 2⁵⁰ choices of signs exactly. */
const mostExact = 50;

/**
 * Performs the Wilcoxon signed-rank test of paired differences.
 *
 * Zero differences are excluded (`zero_method='wilcox'` in SciPy), and ties share their mean rank. Up to 50
 * differences, the p-value is exact, also with ties; beyond that, it is a normal approximation with tie and continuity
 * correction. Without any non-zero difference it is 1.
 *
 * @throws OptionError if a difference is not a finite number
 * @see Wilcoxon, Individual comparisons by ranking methods, 1945, https://doi.org/10.2307/3001968
 * @example
 * ```ts
 * import { wilcoxonSignedRank } from 'msa-unet';
 *
 * const { pValue, method } = wilcoxonSignedRank([0.01, 0.03, 0.02, 0.05, 0.04]);
 * console.log(pValue, method); // 0.0625 exact
 * ```
 */
export function wilcoxonSignedRank(differences: readonly number[]): WilcoxonTest {
  const unknown = differences.find((difference) => !Number.isFinite(difference));
  if (unknown !== undefined) throw invalidOption('wilcoxonSignedRank', 'differences', 'numbers', unknown);
  const ranked = differences.filter((difference) => difference !== 0);
  const ranks = signedRanks(ranked);
  const statistic = Math.min(ranks.positive, ranks.negative);
  const isExact = ranked.length <= mostExact;
  return {
    pValue: isExact ? exactP(ranks, statistic) : normalP(ranks, statistic),
    statistic,
    n: ranked.length,
    zeros: differences.length - ranked.length,
    method: isExact ? 'exact' : 'normal',
  };
}

/** Counts the choices of signs by their positive rank sum. Ranks are doubled, because mean ranks may end in a half. */
function exactP({ ranks, positive, negative }: SignedRanks, statistic: number): number {
  const choices = new Float64Array(2 * (positive + negative) + 1);
  choices[0] = 1;
  for (const rank of ranks)
    for (let sum = choices.length - 1; sum >= 2 * rank; sum--) choices[sum]! += choices[sum - 2 * rank]!;
  const asExtreme = choices.subarray(0, 2 * statistic + 1).reduce((total, count) => total + count, 0);
  return Math.min(1, (2 * asExtreme) / 2 ** ranks.length);
}

function normalP({ ranks, ties }: SignedRanks, statistic: number): number {
  const n = ranks.length;
  const mean = (n * (n + 1)) / 4;
  const tied = ties.reduce((sum, group) => sum + group ** 3 - group, 0);
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - tied / 48;
  const beyond = Math.max(0, mean - statistic - 0.5); // continuity: half a step towards the mean
  return twoSidedNormal(beyond / Math.sqrt(variance));
}
