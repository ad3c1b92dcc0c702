import type * as tf from '@tensorflow/tfjs';

/** Numbers of one step of Adam. The corrections of the bias are worked into the last two. */
export type AdamStep = {
  beta1: number;
  beta2: number;
  /** η √(1 − β2ᵗ) / (1 − β1ᵗ) */
  rate: number;
  /** ε √(1 − β2ᵗ) */
  epsilon: number;
};

/** Vectors over all weights: moments m and v, weights w. */
type AdamVectors = Record<'m' | 'v' | 'w', tf.Tensor1D>;

/** The vectors after one more step, with the gradients g. Uses all four up. */
export type StepOnVectors = (vectors: AdamVectors & { g: tf.Tensor1D }, step: AdamStep) => AdamVectors;
