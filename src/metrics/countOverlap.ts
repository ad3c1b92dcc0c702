import * as tf from '@tensorflow/tfjs';

import { drawnPart } from '../utils/drawnPart';
import { foreground } from '../utils/foreground';
import { probabilities } from '../utils/probabilities';
import type { MetricOptions } from './metricOptions';
import type { Overlap } from './overlap';

/** Counts of pixels, int32 tensors `[batch, classes]`; with `partialLabels` also of those where a class is drawn. */
type OverlapCounts = Record<keyof Overlap, tf.Tensor2D> & { readonly drawn?: tf.Tensor2D };

/**
 * Counts pixels per image and class: masks and predictions `[batch, …, channels]` → int32 tensors `[batch, classes]`, on
 * the device. One channel is one class; with several, class 0 (the background) is excluded unless they are regions.
 */
export function countOverlap(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { threshold, fromLogits, regions, partialLabels }: Required<MetricOptions>,
): OverlapCounts {
  return tf.tidy(() => {
    const p = fromLogits ? probabilities(yPred, regions) : yPred;
    const drawn = partialLabels ? drawnPart(yTrue) : null;
    const truth = byClass(yTrue.greater(0.5));
    const predicted = byClass((drawn ? p.mul(drawn) : p).greater(threshold)); // strictly: 0 never is
    const classes = (counts: tf.Tensor2D) => (regions ? counts : foreground(counts));
    const count = (mask: tf.Tensor) => classes(mask.sum<tf.Tensor2D>(2));
    const tp = count(truth.mul(predicted));
    const counts = { tp, fp: count(predicted).sub<tf.Tensor2D>(tp), fn: count(truth).sub<tf.Tensor2D>(tp) };
    if (!drawn) return counts;
    const all = count(byClass(drawn));
    const isExclusive = !regions && yTrue.shape.at(-1) !== 1;
    return {
      ...counts,
      drawn: isExclusive ? evidence(count(byClass(ownPart(yTrue, drawn))), all, truth.shape[2]!) : all,
    };
  });
}

/**
 * The part of what is drawn that says whether an image has an exclusive class. Under another class it is 0, which does not
 * mean that somebody looked for it.
 */
function ownPart(yTrue: tf.Tensor, drawn: tf.Tensor): tf.Tensor {
  const inside = yTrue.greater(0.5).toFloat().mul(1); // WebGPU's cast alone keeps booleans
  return drawn.mul(tf.sub(1, foreground(inside).sum(-1, true).sub(inside)));
}

/** Where everything is drawn, all pixels count. */
const evidence = (own: tf.Tensor2D, all: tf.Tensor2D, pixels: number): tf.Tensor2D =>
  own.maximum(all.sub(tf.scalar(pixels - 1, 'int32')));

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
 * Reshapes a mask of booleans, or of 0 and 1, `[batch, …, channels]` to `[batch, channels, pixels]` of 0 and 1, as int32:
 * exact beyond 2²⁴ pixels, unlike sums in float32.
 */
function byClass(mask: tf.Tensor): tf.Tensor {
  const [batch, channels] = [mask.shape[0]!, mask.shape.at(-1)!];
  if (channels === 1) return mask.toInt().reshape([batch, 1, -1]);
  // WebGPU transposes only float32, and its cast from bool yields integers; a product does not.
  const ones = mask.toFloat().mul(1).reshape([batch, -1, channels]);
  return ones.transpose([0, 2, 1]).toInt();
}
