/** Learning-rate schedule that depends on the step alone. */
export type LearningRateDecay = 'none' | 'cosine' | 'poly';

/** All of them. */
export const learningRateDecays: readonly LearningRateDecay[] = ['none', 'cosine', 'poly'];

/** Factors of the learning rate when a share of the steps is done, from 0 to 1. */
const factors: Readonly<Record<Exclude<LearningRateDecay, 'none'>, (done: number) => number>> = {
  cosine: (done) => 0.5 * (1 + Math.cos(Math.PI * done)),
  poly: (done) => (1 - done) ** 0.9,
};

/** A schedule over `steps` steps; the learning rate rises in the first `warmup` of them. */
export interface Schedule {
  readonly learningRate: number;
  readonly decay: LearningRateDecay;
  readonly warmup: number;
  readonly steps: number;
}

/** Returns the learning rate of a step, counted from 0; `null` where the schedule leaves it as it is. */
export function learningRateOf({ learningRate, decay, warmup, steps }: Schedule, step: number): number | null {
  if (step < warmup) return (learningRate * (step + 1)) / warmup;
  return decay === 'none' ? null : learningRate * factors[decay]((step - warmup) / (steps - warmup));
}
