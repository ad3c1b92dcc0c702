import type { MetricOptions } from './metricOptions';
import { type Metric, overlapMetric } from './overlapMetric';

/**
 * Precision of every image, TP / (TP + FP); see {@link Metric} for shapes and rules.
 *
 * @see https://doi.org/10.1186/s12911-021-01649-w, Eq. 10
 */
export const precision: Metric = /* @__PURE__ */ makePrecision();

/**
 * Makes {@link precision} with another threshold or empty rule, or for logits.
 *
 * @throws RangeError if an option is not legal
 */
export function makePrecision(options: MetricOptions = {}): Metric {
  return overlapMetric('precision', 'makePrecision', options);
}
