import { invalidOption } from '../utils/errors';
import { type SignedRanks, signedRanks } from './statistics/signedRanks';
import { twoSidedNormal } from './statistics/twoSidedNormal';

/** What {@link wilcoxonSignedRank} has found. */
export interface WilcoxonTest {
  /** Two-sided: how likely ranks at least as one-sided are, if either sign of each difference is as likely. */
  pValue: number;
  /** The smaller of the sums of ranks of differences above and below 0. */
  statistic: number;
  /** Differences that were ranked. */
  n: number;
  /** Differences of 0, which were left out. */
  zeros: number;
  /** How the p-value was found: from all 2ⁿ choices of signs, or from a normal distribution. */
  method: 'exact' | 'normal';
}

/** With more differences than these the normal distribution is taken; 2⁵⁰ choices of signs are still counted exactly. */
const mostExact = 50;

/**
 * Wilcoxon signed-rank test of paired differences: are they as often, and as far, above 0 as below?
 *
 * Differences of 0 are left out (Wilcoxon's own way, `zero_method='wilcox'` in SciPy). Equal sizes share their mean rank.
 * Up to 50 differences the p-value is exact, with ties too; for more it comes from the normal distribution, with tie and
 * continuity correction. Without any difference it is 1.
 *
 * @throws RangeError if a difference is not a number
 * @see Wilcoxon, Individual comparisons by ranking methods, 1945, https://doi.org/10.2307/3001968
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

/** Counts the choices of signs by the sum of their positive ranks; ranks are doubled, as means may end in a half. */
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
