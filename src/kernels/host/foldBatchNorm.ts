import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

export const foldBatchNorm = /* @__PURE__ */ hostLoop({
  kernel: kernels.foldBatchNorm,
  takes: ([filter], { filters }) => filter.shape[3] === filters, // not a depthwise filter
  outputShapes: ([filter], { filters }) => [filter!, [filters]],
  loop: ([filter, ...vectors], [folded, foldedBias], { epsilon }) => {
    const scale = foldBias(vectors, foldedBias, epsilon);
    for (let i = 0; i < filter.length; ) for (let f = 0; f < scale.length; f++, i++) folded[i] = scale[f]! * filter[i]!;
  },
});

type Vectors = [
  gamma: Float32Array,
  beta: Float32Array,
  mean: Float32Array,
  variance: Float32Array,
  bias?: Float32Array,
];

/** Sets the folded bias and returns the factor of every filter. */
export function foldBias([gamma, beta, mean, variance, bias]: Vectors, foldedBias: Float32Array, epsilon: number) {
  const scale = Float64Array.from(gamma, (g, f) => g / Math.sqrt(variance[f]! + epsilon));
  for (let f = 0; f < scale.length; f++) foldedBias[f] = beta[f]! + ((bias?.[f] ?? 0) - mean[f]!) * scale[f]!;
  return scale;
}
