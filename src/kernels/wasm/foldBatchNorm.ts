import * as loops from '../host/foldBatchNorm';
import { listsOf } from './channelMaps';
import { simdLoop } from './wasmLoop';

export const foldBatchNorm = /* @__PURE__ */ simdLoop(loops.foldBatchNorm, {
  scratch: (_, { filters }) => (filters % 4 === 0 ? 4 * filters : null),
  loop: (simd, [filter, ...vectors], [folded, foldedBias], scratch, { epsilon, filters }) => {
    const [scale, zeros, low, high] = listsOf(scratch, filters, 4);
    scale.set(loops.foldBias(vectors, foldedBias, epsilon));
    zeros.fill(0);
    low.fill(Number.NEGATIVE_INFINITY);
    high.fill(Number.POSITIVE_INFINITY);
    simd.scaleShift(
      ...[filter.byteOffset, folded.byteOffset, scale.byteOffset, zeros.byteOffset, low.byteOffset, high.byteOffset],
      ...[filters, filter.length / filters],
    );
  },
});
