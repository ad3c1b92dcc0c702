import type { MetricOptions } from './metricOptions';
import { type Metric, overlapMetric } from './overlapMetric';

/**
 * Recall (sensitivity) of every image, TP / (TP + FN); see {@link Metric} for shapes and rules.
 *
 * @see https://doi.org/10.1186/s12911-021-01649-w, Eq. 11
 */
export const recall: Metric = /* @__PURE__ */ makeRecall();

/**
 * Makes {@link recall} with another threshold or empty rule, or for logits.
 *
 * @throws RangeError if an option is not legal
 */
export function makeRecall(options: MetricOptions = {}): Metric {
  return overlapMetric('recall', 'makeRecall', options);
}
