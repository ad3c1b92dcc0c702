import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

export const movingAverages = /* @__PURE__ */ hostLoop({
  kernel: kernels.movingAverages,
  outputShapes: ([a, b]) => [a!, b!],
  loop: ([averageA, averageB, valueA, valueB], [nextA, nextB], { momentum }) => {
    blend(averageA, valueA, nextA, momentum);
    blend(averageB, valueB, nextB, momentum);
  },
});

/** `next = momentum · average + (1 − momentum) · value` */
export function blend(average: Float32Array, value: Float32Array, next: Float32Array, momentum: number): void {
  for (let i = 0; i < next.length; i++) next[i] = momentum * average[i]! + (1 - momentum) * value[i]!;
}
