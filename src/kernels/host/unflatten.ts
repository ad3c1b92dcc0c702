import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

/**
 * Stock kernels on WASM copy the whole vector out of the heap for every piece, which takes seconds for the weights of a
 * network.
 */
export const unflatten = /* @__PURE__ */ hostLoop({
  kernel: kernels.unflatten,
  outputShapes: (_, { ranks, sides }) => {
    const rest = [...sides];
    return ranks.map((rank) => rest.splice(0, rank));
  },
  loop: ([vector], tensors) => {
    let start = 0;
    for (const tensor of tensors) {
      tensor.set(vector.subarray(start, start + tensor.length));
      start += tensor.length;
    }
  },
});
