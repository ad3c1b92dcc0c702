import type { MetricOptions } from './metricOptions';
import { type Metric, overlapMetric } from './overlapMetric';

/**
 * Computes the precision of every image, TP / (TP + FP); see {@link Metric} for shapes and rules.
 *
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Eq. 10
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { precision } from 'msa-unet';
 *
 * const mask = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const prediction = tf.tensor4d([0.9, 0.7, 0.8, 0.6], [1, 2, 2, 1]);
 * console.log(precision(mask, prediction).arraySync()); // [0.5]
 * ```
 */
export const precision: Metric = /* @__PURE__ */ makePrecision();

/**
 * Makes {@link precision} with another threshold or empty rule, or for logits. Options: {@link MetricOptions}.
 *
 * @throws OptionError if an option is out of range
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { makePrecision } from 'msa-unet';
 *
 * const mask = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const prediction = tf.tensor4d([0.9, 0.7, 0.6, 0.2], [1, 2, 2, 1]);
 * console.log(makePrecision({ threshold: 0.65 })(mask, prediction).arraySync()); // [1]
 * ```
 */
export function makePrecision(options: MetricOptions = {}): Metric {
  return overlapMetric('precision', 'makePrecision', options);
}
