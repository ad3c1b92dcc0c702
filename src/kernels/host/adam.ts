import type { AdamStep } from '../adamStep';
import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

/** Updates all weights in one pass; m and v are vectors over all weights. */
export const adamOnWeights = /* @__PURE__ */ hostLoop({
  kernel: kernels.adamOnWeights,
  outputShapes: (shapes) => shapes.slice(0, 1 + shapes.length / 2), // all but those of the gradients
  loop: (inputs, outputs, step) =>
    eachWeight(inputs, outputs, (now, gradient, next) => updateWeight(now, gradient, next, step)),
});

/** A weight with its parts of the moments m and v. */
export type WeightAndMoments = [weight: Float32Array, m: Float32Array, v: Float32Array];

/** Calls `visit` for every weight with its parts of the moments. */
export function eachWeight(
  [m, v, ...weightsAndGradients]: Float32Array[],
  [nextM, nextV, ...nextWeights]: Float32Array[],
  visit: (now: WeightAndMoments, gradient: Float32Array, next: WeightAndMoments) => void,
): void {
  let start = 0;
  nextWeights.forEach((nextWeight, i) => {
    const end = start + nextWeight.length;
    const [weight, gradient] = [weightsAndGradients[i]!, weightsAndGradients[nextWeights.length + i]!];
    const part = (all: Float32Array) => all.subarray(start, end);
    visit([weight, part(m!), part(v!)], gradient, [nextWeight, part(nextM!), part(nextV!)]);
    start = end;
  });
}

/** Applies one Adam step to one weight. */
export function updateWeight(
  [w, m, v]: WeightAndMoments,
  gradients: Float32Array,
  [nextW, nextM, nextV]: WeightAndMoments,
  { beta1, beta2, rate, epsilon, keep }: AdamStep,
): void {
  for (let i = 0; i < w.length; i++) {
    const g = gradients[i]!;
    const mean = beta1 * m[i]! + (1 - beta1) * g;
    const square = beta2 * v[i]! + (1 - beta2) * g * g;
    nextM[i] = mean;
    nextV[i] = square;
    nextW[i] = keep * w[i]! - (rate * mean) / (Math.sqrt(square) + epsilon);
  }
}
