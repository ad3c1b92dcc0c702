/** How a learning rate falls in the course of a run. */
export type LearningRateDecay = 'none' | 'cosine';

/** The learning rate when a share of the steps from 0 to 1 is done. */
export function learningRateAt(initial: number, decay: LearningRateDecay, done: number): number {
  return decay === 'none' ? initial : initial * 0.5 * (1 + Math.cos(Math.PI * done));
}
