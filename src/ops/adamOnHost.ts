import type { AdamStep } from './adamStep';
import { hostKernel } from './hostKernel';

/**
 * One step of Adam for all weights in one pass: m, v, the weights and the gradients in, the next m, v and weights out.
 *
 * m and v are vectors over all weights.
 */
export const adamOnHost = hostKernel<AdamStep>({
  name: 'MsaUnetAdam',
  outputShapes: (shapes) => shapes.slice(0, 1 + shapes.length / 2), // all but those of the gradients
  loop: (inputs, outputs, step) =>
    eachWeight(inputs, outputs, (now, gradient, next) => updateWeight(now, gradient, next, step)),
  fast: {
    floats: () => 6,
    loop: (simd, inputs, outputs, constants, step) => {
      const { beta1, beta2, rate, epsilon } = step;
      constants.set([beta1, 1 - beta1, beta2, 1 - beta2, rate, epsilon]);
      eachWeight(inputs, outputs, (now, gradient, next) => {
        const rest = gradient.length - (gradient.length % 4);
        const [w, m, v] = now.map(({ byteOffset }) => byteOffset) as Addresses;
        const [nextW, nextM, nextV] = next.map(({ byteOffset }) => byteOffset) as Addresses;
        simd.adam(w, m, v, gradient.byteOffset, nextW, nextM, nextV, constants.byteOffset, rest / 4);
        const restOf = (lists: Three) => lists.map((list) => list.subarray(rest)) as Three;
        if (rest < gradient.length) updateWeight(restOf(now), gradient.subarray(rest), restOf(next), step);
      });
    },
  },
});

/** Visits every weight with its own parts of the moments. */
function eachWeight(
  [m, v, ...weightsAndGradients]: Float32Array[],
  [nextM, nextV, ...nextWeights]: Float32Array[],
  visit: (now: Three, gradient: Float32Array, next: Three) => void,
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

type Three = [weight: Float32Array, m: Float32Array, v: Float32Array];
type Addresses = [w: number, m: number, v: number];

function updateWeight(
  [w, m, v]: Three,
  gradients: Float32Array,
  [nextW, nextM, nextV]: Three,
  { beta1, beta2, rate, epsilon }: AdamStep,
): void {
  for (let i = 0; i < w.length; i++) {
    const g = gradients[i]!;
    const mean = beta1 * m[i]! + (1 - beta1) * g;
    const square = beta2 * v[i]! + (1 - beta2) * g * g;
    nextM[i] = mean;
    nextV[i] = square;
    nextW[i] = w[i]! - (rate * mean) / (Math.sqrt(square) + epsilon);
  }
}
