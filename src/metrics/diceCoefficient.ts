import type { MetricOptions } from './metricOptions';
import { type Metric, overlapMetric } from './overlapMetric';

/**
 * Dice similarity coefficient of every image, 2 TP / (2 TP + FP + FN); see {@link Metric} for shapes and rules.
 *
 * @see https://doi.org/10.1186/s12911-021-01649-w, Eq. 8
 */
export const diceCoefficient: Metric = /* @__PURE__ */ makeDiceCoefficient();

/**
 * Makes {@link diceCoefficient} with another threshold or empty rule, or for logits.
 *
 * @throws RangeError if an option is not legal
 */
export function makeDiceCoefficient(options: MetricOptions = {}): Metric {
  return overlapMetric('diceCoefficient', 'makeDiceCoefficient', options);
}
