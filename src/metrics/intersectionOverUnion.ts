import type { MetricOptions } from './metricOptions';
import { type Metric, overlapMetric } from './overlapMetric';

/**
 * Computes the intersection over union (Jaccard index) of every image, TP / (TP + FP + FN); see {@link Metric} for
 * shapes and rules.
 *
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Eq. 9
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { intersectionOverUnion } from 'msa-unet';
 *
 * const mask = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const prediction = tf.tensor4d([0.9, 0.7, 0.8, 0.6], [1, 2, 2, 1]);
 * console.log(intersectionOverUnion(mask, prediction).arraySync()); // [0.5]
 * ```
 */
export const intersectionOverUnion: Metric = /* @__PURE__ */ makeIntersectionOverUnion();

/**
 * Makes {@link intersectionOverUnion} with another threshold or empty rule, or for logits. Options:
 * {@link MetricOptions}.
 *
 * @throws OptionError if an option is out of range
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { makeIntersectionOverUnion } from 'msa-unet';
 *
 * const iou = makeIntersectionOverUnion({ emptyValue: Number.NaN });
 * const empty = tf.zeros([1, 2, 2, 1]);
 * console.log(iou(empty, empty).arraySync()); // [NaN]
 * ```
 */
export function makeIntersectionOverUnion(options: MetricOptions = {}): Metric {
  return overlapMetric('intersectionOverUnion', 'makeIntersectionOverUnion', options);
}
