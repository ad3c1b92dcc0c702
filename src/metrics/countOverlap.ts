import * as tf from '@tensorflow/tfjs';

import { foreground } from '../utils/foreground';
import { probabilities } from '../utils/probabilities';
import type { MetricOptions } from './metricOptions';
import type { Overlap } from './overlap';

/**
 * Counts pixels per image and class: masks and predictions `[batch, …, channels]` → three int32 tensors `[batch,
 * classes]`, on the device. One channel is one class; with several, class 0 (the background) is excluded.
 */
export function countOverlap(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { threshold, fromLogits }: Required<MetricOptions>,
): Record<keyof Overlap, tf.Tensor2D> {
  return tf.tidy(() => {
    const p = fromLogits ? probabilities(yPred) : yPred;
    const truth = byClass(yTrue.greater(0.5));
    const predicted = byClass(p.greater(threshold)); // strictly
    const count = (mask: tf.Tensor) => foreground(mask.sum<tf.Tensor2D>(2));
    const tp = count(truth.mul(predicted));
    return { tp, fp: count(predicted).sub(tp), fn: count(truth).sub(tp) };
  });
}

/** Counts the pixels of one image in memory with a single class. */
export function countMaskOverlap(truth: ArrayLike<number>, prediction: ArrayLike<number>, threshold: number): Overlap {
  const counts = { tp: 0, fp: 0, fn: 0 };
  for (let i = 0; i < truth.length; i++) {
    const isTrue = truth[i]! > 0.5;
    const isPredicted = prediction[i]! > threshold;
    if (isTrue && isPredicted) counts.tp++;
    else if (isPredicted) counts.fp++;
    else if (isTrue) counts.fn++;
  }
  return counts;
}

/**
 * Reshapes a boolean mask `[batch, …, channels]` to `[batch, channels, pixels]` of 0 and 1, as int32: exact beyond 2²⁴
 * pixels, unlike sums in float32.
 */
function byClass(mask: tf.Tensor): tf.Tensor {
  const [batch, channels] = [mask.shape[0]!, mask.shape.at(-1)!];
  if (channels === 1) return mask.toInt().reshape([batch, 1, -1]);
  // WebGPU transposes only float32, and its cast from bool yields integers; a product does not.
  const ones = mask.toFloat().mul(1).reshape([batch, -1, channels]);
  return ones.transpose([0, 2, 1]).toInt();
}
