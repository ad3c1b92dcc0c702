import * as tf from '@tensorflow/tfjs';

import { requireSameShape } from '../utils/requireSameShape';
import { countOverlap } from './countOverlap';
import { type MetricOptions, metricOptions } from './metricOptions';
import { OVERLAP_WEIGHTS, type OverlapMetricName } from './overlap';

/**
 * Metric function, as `model.compile({ metrics })` expects it: masks and predictions, both `[batch, …, channels]` → one
 * value from 0 to 1 per image, `[batch]`.
 *
 * By default ({@link MetricOptions}) a pixel counts as predicted where p > 0.5, and as true where y > 0.5. The value is
 * 1 if mask and prediction are both empty, and 0 if exactly one is. One channel is a single mask; several are one-hot
 * classes, averaged without class 0 (the background), or with `regions` masks that may overlap, all averaged. Throws
 * RangeError if the shapes differ.
 */
export type Metric = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor1D;

/** Makes the metric `name`, a function of that name. */
export function overlapMetric(name: OverlapMetricName, maker: string, options: MetricOptions): Metric {
  const settings = metricOptions(maker, options);
  const metric: Metric = (yTrue, yPred) =>
    tf.tidy(() => {
      requireSameShape(name, yTrue, yPred);
      const { tp, fp, fn, drawn } = countOverlap(yTrue, yPred, settings);
      const weight = OVERLAP_WEIGHTS[name];
      const hits = tp.toFloat().mul(weight.tp);
      const all = hits.add(fp.mul(weight.fp)).add(fn.mul(weight.fn));
      const score = hits.div(all.maximum(1)); // 0 without a hit; never 0/0, which is 1 on WebGL
      const empty = tp.add(fp).add(fn).equal(0);
      return drawn && !Number.isNaN(settings.emptyValue)
        ? meanOverDrawn(tf.where(empty, settings.emptyValue, score), drawn, settings.emptyValue)
        : meanOverClasses(score, empty, settings.emptyValue); // an undrawn class is empty
    });
  // tfjs logs this name (`val_diceCoefficient`), and minifiers would change the one in the source.
  return Object.defineProperty(metric, 'name', { value: name });
}

/** Averages `[batch, classes]` to `[batch]`. Empty classes count as `emptyValue`, or not at all if that is NaN. */
function meanOverClasses(score: tf.Tensor, empty: tf.Tensor, emptyValue: number): tf.Tensor1D {
  if (!Number.isNaN(emptyValue)) return tf.where(empty, emptyValue, score).mean(1);
  const classes = empty.logicalNot().sum<tf.Tensor1D>(1).toFloat();
  const mean = score.sum<tf.Tensor1D>(1).div<tf.Tensor1D>(classes.maximum(1)); // an empty class scores 0
  return tf.where(classes.equal(0), Number.NaN, mean);
}

/**
 * Averages `[batch, classes]` to `[batch]` over the classes that somebody has drawn in an image: those with `drawn` pixels.
 * Where there is none, the mean is `emptyValue`.
 */
function meanOverDrawn(score: tf.Tensor, drawn: tf.Tensor, emptyValue: number): tf.Tensor1D {
  const isDrawn = drawn.minimum(1);
  const classes = isDrawn.sum<tf.Tensor1D>(1).toFloat();
  const sum = score.mul(isDrawn).sum<tf.Tensor1D>(1);
  return tf.where(classes.equal(0), emptyValue, sum.div<tf.Tensor1D>(classes.maximum(1)));
}
