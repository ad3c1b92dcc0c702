import { windowInto } from '../../utils/windowInto';
import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

/** Ten times as fast as the stock kernels of the cpu backend; those of wasm are as fast as this loop. */
export const windowHu = /* @__PURE__ */ hostLoop({
  kernel: kernels.windowHu,
  outputShapes: ([shape]) => [shape!],
  loop: ([hu], [grey], window) => windowInto(grey, hu, window),
});
