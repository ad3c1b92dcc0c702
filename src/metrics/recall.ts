import type { MetricOptions } from './metricOptions';
import { type Metric, overlapMetric } from './overlapMetric';

/**
 * Computes the recall (sensitivity) of every image, TP / (TP + FN); see {@link Metric} for shapes and rules.
 *
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Eq. 11
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { recall } from 'msa-unet';
 *
 * const mask = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const prediction = tf.tensor4d([0.9, 0.2, 0.8, 0.6], [1, 2, 2, 1]);
 * console.log(recall(mask, prediction).arraySync()); // [0.5]
 * ```
 */
export const recall: Metric = /* @__PURE__ */ makeRecall();

/**
 * Makes {@link recall} with another threshold or empty rule, or for logits. Options: {@link MetricOptions}.
 *
 * @throws OptionError if an option is out of range
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { makeRecall } from 'msa-unet';
 *
 * const mask = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const prediction = tf.tensor4d([0.9, 0.2, 0.8, 0.6], [1, 2, 2, 1]);
 * console.log(makeRecall({ threshold: 0.1 })(mask, prediction).arraySync()); // [1]
 * ```
 */
export function makeRecall(options: MetricOptions = {}): Metric {
  return overlapMetric('recall', 'makeRecall', options);
}
