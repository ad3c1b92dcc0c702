import type { MetricOptions } from './metricOptions';
import { type Metric, overlapMetric } from './overlapMetric';

/**
 * Intersection over union (Jaccard index) of every image, TP / (TP + FP + FN); see {@link Metric} for shapes and rules.
 *
 * @see https://doi.org/10.1186/s12911-021-01649-w, Eq. 9
 */
export const intersectionOverUnion: Metric = /* @__PURE__ */ makeIntersectionOverUnion();

/**
 * Makes {@link intersectionOverUnion} with another threshold or empty rule, or for logits.
 *
 * @throws RangeError if an option is not legal
 */
export function makeIntersectionOverUnion(options: MetricOptions = {}): Metric {
  return overlapMetric('intersectionOverUnion', 'makeIntersectionOverUnion', options);
}
