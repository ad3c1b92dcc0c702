import * as tf from '@tensorflow/tfjs';

import { requireNonNegative, requireOneOf } from '../utils/check';
import { drawnPart } from '../utils/drawnPart';
import { invalidOption } from '../utils/errors';
import { foreground } from '../utils/foreground';
import { probabilities } from '../utils/probabilities';
import { requireSameShape } from '../utils/requireSameShape';
import { requireClassWeights, weightPerChannel } from './classWeights';
import type { ClassWeights, OverlapLossOptions } from './loss';
import { sumPixels } from './sumPixels';

/** Throws if an option that these losses share is out of range. */
export function requireOverlapOptions(
  owner: string,
  { smooth = 1, reduction = 'batch', classWeights }: OverlapLossOptions & ClassWeights,
): void {
  requireNonNegative(owner, 'smooth', smooth);
  requireOneOf(owner, 'reduction', reduction, ['batch', 'image']);
  requireClassWeights(owner, classWeights);
}

/** Ground truth and probabilities where somebody has drawn, and 0 elsewhere. Throws OptionError if the shapes differ. */
export function comparedMaps(
  owner: string,
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { fromLogits = false, regions = false, partialLabels = false }: OverlapLossOptions,
): { y: tf.Tensor; p: tf.Tensor } {
  requireSameShape(owner, yTrue, yPred);
  const p = fromLogits ? probabilities(yPred, regions) : yPred;
  return partialLabels ? { y: yTrue.relu(), p: p.mul(drawnPart(yTrue)) } : { y: yTrue, p };
}

/**
 * Weighted mean of scores `[channels]` or `[batch, channels]` over the classes that somebody has drawn, and over the
 * batch; of exclusive classes without class 0.
 */
export function meanOfClasses(
  owner: string,
  scores: tf.Tensor,
  yTrue: tf.Tensor,
  { regions = false, partialLabels = false, reduction = 'batch', classWeights }: OverlapLossOptions & ClassWeights,
): tf.Scalar {
  const compared = <T extends tf.Tensor>(perChannel: T) => (regions ? perChannel : foreground(perChannel));
  if (!classWeights && !partialLabels) return compared(scores).mean();
  const channels = yTrue.shape.at(-1)!;
  const perChannel = weightPerChannel(owner, classWeights, channels);
  if (classWeights && !regions && channels > 1 && !classWeights.slice(1).some((weight) => weight > 0))
    throw invalidOption(owner, 'classWeights', 'above 0 for at least one class other than class 0', classWeights);
  const drawn = () => sumPixels(drawnPart(yTrue), reduction === 'batch' ? 0 : 1).minimum(1);
  const weights = compared(
    partialLabels ? drawn().mul<tf.Tensor>(perChannel) : tf.ones(scores.shape).mul<tf.Tensor>(perChannel),
  );
  const sum = weights.sum();
  return compared(scores).mul(weights).sum().div<tf.Scalar>(sum.maximum(1e-7)); // 0 where nothing is drawn
}
