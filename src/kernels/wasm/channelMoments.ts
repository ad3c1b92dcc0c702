import * as loops from '../host/channelMoments';
import { addChannelSums } from './channelMaps';
import { simdLoop } from './wasmLoop';

export const channelMoments = /* @__PURE__ */ simdLoop(loops.channelMoments, {
  scratch: ([shape]) => (shape!.at(-1)! % 4 === 0 ? 4 * shape!.at(-1)! : null),
  loop: (simd, [x, bias], moments, scratch) =>
    loops.setMoments(moments, x.length, addChannelSums(simd, x, x, moments[0].length, scratch), bias),
});
