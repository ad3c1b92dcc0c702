import type { MetricOptions } from './metricOptions';
import { type Metric, overlapMetric } from './overlapMetric';

/**
 * Computes the Dice similarity coefficient of every image, 2 TP / (2 TP + FP + FN); see {@link Metric} for shapes and
 * rules.
 *
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Eq. 8
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { diceCoefficient } from 'msa-unet';
 *
 * const mask = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const prediction = tf.tensor4d([0.9, 0.2, 0.8, 0.1], [1, 2, 2, 1]);
 * console.log(diceCoefficient(mask, prediction).arraySync()); // [0.5]
 * ```
 */
export const diceCoefficient: Metric = /* @__PURE__ */ makeDiceCoefficient();

/**
 * Makes {@link diceCoefficient} with another threshold or empty rule, or for logits. Options: {@link MetricOptions}.
 *
 * @throws OptionError if an option is out of range
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { buildUnet, diceLoss, makeDiceCoefficient } from 'msa-unet';
 *
 * const model = buildUnet([16, 16, 1], { baseFilters: 2, depth: 1, activation: 'linear' });
 * const metrics = [makeDiceCoefficient({ fromLogits: true })];
 * model.compile({ optimizer: tf.train.adam(1e-3), loss: diceLoss({ fromLogits: true }), metrics });
 * console.log(model.metricsNames); // ['loss', 'diceCoefficient']
 * ```
 */
export function makeDiceCoefficient(options: MetricOptions = {}): Metric {
  return overlapMetric('diceCoefficient', 'makeDiceCoefficient', options);
}
