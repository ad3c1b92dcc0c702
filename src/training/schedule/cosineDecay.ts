/** How a learning rate falls in the course of a run. */
export type LearningRateDecay = 'none' | 'cosine';

/** The learning rate along half a cosine, when a share of the steps from 0 to 1 is done. */
export function cosineDecay(initial: number, done: number): number {
  return initial * 0.5 * (1 + Math.cos(Math.PI * done));
}
