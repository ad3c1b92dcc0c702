import * as tf from '@tensorflow/tfjs';

import { requireSameShape } from '../utils/requireSameShape';
import { countOverlap } from './countOverlap';
import { type MetricOptions, metricOptions } from './metricOptions';
import { OVERLAP_WEIGHTS, type OverlapMetricName } from './overlap';

/**
 * A metric, as `model.compile({ metrics })` takes it: masks and predictions, both `[batch, …, channels]`, to one value
 * per image, `[batch]`, from 0 to 1.
 *
 * Unless {@link MetricOptions} say otherwise, a pixel is predicted where p > 0.5; it is true where y > 0.5. If mask and
 * prediction are both empty the value is 1, if exactly one is it is 0. One channel is a single mask; more are one-hot
 * classes, of which class 0 (the background) is left out and the others are averaged. Throws RangeError if the shapes differ.
 */
export type Metric = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor1D;

/** Makes the metric `name`, a function of that name. */
export function overlapMetric(name: OverlapMetricName, maker: string, options: MetricOptions): Metric {
  const settings = metricOptions(maker, options);
  const metric: Metric = (yTrue, yPred) =>
    tf.tidy(() => {
      requireSameShape(name, yTrue, yPred);
      const { tp, fp, fn } = countOverlap(yTrue, yPred, settings);
      const weight = OVERLAP_WEIGHTS[name];
      const hits = tp.toFloat().mul(weight.tp);
      const all = hits.add(fp.mul(weight.fp)).add(fn.mul(weight.fn));
      const score = hits.div(all.maximum(1)); // 0 without a hit; never 0/0, which is 1 on WebGL
      const empty = tp.add(fp).add(fn).equal(0);
      return meanOverClasses(score, empty, settings.emptyValue);
    });
  // tfjs writes this name into its logs (`val_diceCoefficient`), and minifiers change the one in the source
  return Object.defineProperty(metric, 'name', { value: name });
}

/** `[batch, classes]` → `[batch]`; empty classes count as `emptyValue`, or not at all if that is NaN. */
function meanOverClasses(score: tf.Tensor, empty: tf.Tensor, emptyValue: number): tf.Tensor1D {
  if (!Number.isNaN(emptyValue)) return tf.where(empty, emptyValue, score).mean(1);
  const classes = empty.logicalNot().sum<tf.Tensor1D>(1).toFloat();
  const mean = score.sum<tf.Tensor1D>(1).div<tf.Tensor1D>(classes.maximum(1)); // an empty class has no hit, so its score is 0
  return tf.where(classes.equal(0), Number.NaN, mean);
}
