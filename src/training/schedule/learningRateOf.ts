/** Learning-rate schedule that depends on the step alone. */
export type LearningRateDecay = 'none' | 'cosine';

/** Computes the learning rate along half a cosine; `done` is the share of the steps done, from 0 to 1. */
export function cosineDecay(initial: number, done: number): number {
  return initial * 0.5 * (1 + Math.cos(Math.PI * done));
}
