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
  loop: (inputs, [nextM, nextV, ...nextWeights], step) => {
    const [m, v] = inputs;
    let start = 0;
    nextWeights.forEach((nextWeight, i) => {
      const end = start + nextWeight.length;
      const [weight, gradient] = [inputs[2 + i]!, inputs[2 + nextWeights.length + i]!];
      const [mean, square, nextMean, nextSquare] = [m!, v!, nextM!, nextV!].map((all) =>
        all.subarray(start, end),
      ) as Four;
      updateWeight([weight, mean, square], gradient, [nextWeight, nextMean, nextSquare], step);
      start = end;
    });
  },
});

type Three = [weight: Float32Array, m: Float32Array, v: Float32Array];
type Four = [Float32Array, Float32Array, Float32Array, Float32Array];

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
