/** Summary of one score over many items. */
export interface ScoreSummary {
  /** Mean over the items. NaN if there are none. */
  mean: number;
  /** Population standard deviation over the items. */
  sd: number;
  /** Items in the mean. */
  n: number;
  /** Items excluded because their score is undefined (NaN); see the report's `emptyRule`. */
  skipped: number;
}

/** Summarises scores; NaN is excluded and counted. */
export function summarize(scores: readonly number[]): ScoreSummary {
  const known = scores.filter((score) => !Number.isNaN(score));
  const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const mean = average(known);
  const sd = Math.sqrt(average(known.map((score) => (score - mean) ** 2)));
  return { mean, sd, n: known.length, skipped: scores.length - known.length };
}
