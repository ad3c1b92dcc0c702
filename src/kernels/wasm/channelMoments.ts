import * as tf from '@tensorflow/tfjs';

import * as loops from '../host/channelMoments';
import { addChannelSums, sumsScratch } from './channelMaps';
import { simdLoop } from './wasmLoop';

export const channelMoments = /* @__PURE__ */ simdLoop(loops.channelMoments, {
  scratch: ([shape]) => {
    const channels = shape!.at(-1)!;
    return channels % 4 === 0 ? channels * sumsScratch(tf.util.sizeFromShape(shape!)) : null;
  },
  loop: (simd, [x, bias], moments, scratch) =>
    loops.setMoments(moments, x.length, addChannelSums(simd, x, x, moments[0].length, scratch), bias),
});
