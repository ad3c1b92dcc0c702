import { eachWeight, adamOnWeights as plain, updateWeight, type WeightAndMoments } from '../host/adam';
import { simdLoop } from './wasmLoop';

export const adamOnWeights = /* @__PURE__ */ simdLoop(plain, {
  scratch: () => 7,
  loop: (simd, inputs, outputs, constants, step) => {
    const { beta1, beta2, rate, epsilon, keep } = step;
    constants.set([beta1, 1 - beta1, beta2, 1 - beta2, rate, epsilon, keep]);
    eachWeight(inputs, outputs, (now, gradient, next) => {
      const rest = gradient.length - (gradient.length % 4);
      const [w, m, v] = addressesOf(now);
      const [nextW, nextM, nextV] = addressesOf(next);
      simd.next();
      simd.adam(w, m, v, gradient.byteOffset, nextW, nextM, nextV, constants.byteOffset, rest / 4);
      const restOf = (lists: WeightAndMoments) => lists.map((list) => list.subarray(rest)) as WeightAndMoments;
      if (rest < gradient.length) updateWeight(restOf(now), gradient.subarray(rest), restOf(next), step);
    });
  },
});

const addressesOf = (lists: WeightAndMoments) =>
  lists.map(({ byteOffset }) => byteOffset) as [w: number, m: number, v: number];
