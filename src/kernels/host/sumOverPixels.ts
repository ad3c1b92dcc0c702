import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

/** Sums in one pass; a stock sum over outer axes transposes its input first. */
export const sumOverPixels = /* @__PURE__ */ hostLoop({
  kernel: kernels.sumOverPixels,
  outputShapes: ([shape]) => [[shape!.at(-1)!]],
  loop: ([x], [sums]) => {
    const channels = sums.length;
    const exact = new Float64Array(channels);
    for (let i = 0; i < x.length; ) for (let c = 0; c < channels; c++) exact[c]! += x[i++]!;
    sums.set(exact);
  },
});
