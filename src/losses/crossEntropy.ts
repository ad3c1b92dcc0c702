import * as tf from '@tensorflow/tfjs';
import { drawnPart } from '../utils/drawnPart';
import { probabilities } from '../utils/probabilities';
import { requireSameShape } from '../utils/requireSameShape';
import { weightPerChannel } from './classWeights';
import type { ClassWeights, LossOptions } from './loss';
import { sumPixels } from './sumPixels';

const EPSILON = 1e-7;

/** Options of {@link crossEntropy}. */
export interface CrossEntropyOptions extends LossOptions, ClassWeights {
  /** Focal exponent γ: 0, or at least 1. @defaultValue `0` */
  gamma?: number;
  /** Weight α of pixels inside a mask, 1 − α of those outside; `null`: all weigh 1. @defaultValue `null` */
  alpha?: number | null;
}

/** Log-likelihood of each pixel, already weighted, and its weight; `null`: every pixel weighs 1. */
type Pixels = [logLikelihood: tf.Tensor, weight: tf.Tensor | null];

/** Weighted mean over pixels of −(1 − pₜ)^γ log pₜ, where pₜ is the probability of what the pixel is. */
export function crossEntropy(
  owner: string,
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  options: CrossEntropyOptions,
): tf.Scalar {
  requireSameShape(owner, yTrue, yPred);
  const channels = yPred.shape.at(-1)!;
  const { regions, classWeights, partialLabels } = options;
  const weights = classWeights || partialLabels ? weightPerChannel(owner, classWeights, channels) : null;
  const ofPixels = regions || channels === 1 ? ofRegions : ofClasses;
  const [logLikelihood, weight] = ofPixels(yTrue, yPred, weights, options);
  const total = sumPixels(logLikelihood, 0).sum();
  if (weight === null) return total.div<tf.Scalar>(-logLikelihood.size / (ofPixels === ofClasses ? channels : 1));
  const sum = sumPixels(weight, 0).sum();
  return total.neg().div<tf.Scalar>(sum.maximum(EPSILON)); // 0 where nothing is drawn
}

function ofRegions(y: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null, options: CrossEntropyOptions): Pixels {
  const { gamma = 0, alpha = null, fromLogits = false } = options;
  const logLikelihood =
    gamma > 0 || alpha !== null ? focalBernoulli(y, yPred, fromLogits, gamma, alpha) : bernoulli(y, yPred, fromLogits);
  if (weights === null) return [logLikelihood, null];
  const weight = drawnPart(y).mul(weights);
  return [logLikelihood.mul(weight), weight];
}

function bernoulli(y: tf.Tensor, prediction: tf.Tensor, fromLogits: boolean): tf.Tensor {
  if (fromLogits) {
    const z = prediction;
    return z.mul(y).sub(z.relu()).sub(z.abs().neg().softplus()); // Eq. 5, p = 1 / (1 + exp(−z)), softplus log(1 + exp(·))
  }
  const p = prediction;
  const q = tf.sub(1, p); // exact for p ≥ 0.5; 1 + 1e-7 − p would not be
  return y.mul(p.add(EPSILON).log()).add(tf.sub(1, y).mul(q.add(EPSILON).log())); // Eq. 5
}

function focalBernoulli(
  y: tf.Tensor,
  prediction: tf.Tensor,
  fromLogits: boolean,
  gamma: number,
  alpha: number | null,
): tf.Tensor {
  const [p, q, logP, logQ] = fromLogits ? fromLogit(prediction) : fromProbability(prediction);
  const [inside, outside] = alpha === null ? [1, 1] : [alpha, 1 - alpha];
  return y
    .mul(inside)
    .mul(focus(q, gamma))
    .mul(logP)
    .add(tf.sub(1, y).mul(outside).mul(focus(p, gamma)).mul(logQ)); // Lin et al., Eq. 5
}

const fromProbability = (p: tf.Tensor) => {
  const q = tf.sub(1, p);
  return [p, q, p.add(EPSILON).log(), q.add(EPSILON).log()] as const;
};

const fromLogit = (z: tf.Tensor) => {
  const logQ = z.abs().neg().softplus().add(z.relu()).neg();
  return [z.sigmoid(), z.neg().sigmoid(), logQ.add(z), logQ] as const;
};

function ofClasses(
  y: tf.Tensor,
  prediction: tf.Tensor,
  weights: tf.Tensor | null,
  { fromLogits = false, partialLabels = false, gamma = 0 }: CrossEntropyOptions,
): Pixels {
  const p = () => (fromLogits ? probabilities(prediction) : prediction);
  const logP = fromLogits ? prediction.logSoftmax() : prediction.add(EPSILON).log();
  const focused = gamma > 0 ? focus(tf.sub(1, p()), gamma).mul(logP) : logP;
  if (weights === null) return [y.mul(focused), null];
  if (!partialLabels) {
    const weight = y.mul(weights);
    return [weight.mul(focused), weight];
  }
  const undrawn = tf.sub(1, drawnPart(y));
  const drawn = y.relu();
  const someDrawn = tf.sub(1, undrawn.min(-1, true));
  const isOther = someDrawn.mul(undrawn.max(-1, true)).mul(tf.sub(1, drawn.sum(-1, true)));
  const otherP = undrawn.mul(p()).sum(-1, true); // of some class that nobody has drawn
  const otherFocused = focus(tf.sub(1, otherP), gamma).mul(otherP.add(EPSILON).log());
  const [weight, otherWeight] = [drawn.mul(weights), isOther.mul(weights.slice(0, 1))]; // a pixel of undrawn classes has the weight of class 0
  return [weight.mul(focused).sum(-1, true).add(otherWeight.mul(otherFocused)), weight.sum(-1, true).add(otherWeight)];
}

const focus = (x: tf.Tensor, gamma: number): tf.Tensor => (gamma === 0 ? tf.onesLike(x) : x.pow(gamma));
