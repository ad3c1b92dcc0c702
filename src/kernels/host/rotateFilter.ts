import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

/** Stock `Reverse` and `Transpose` of a 3×3×128×128 filter take ten times as long on WASM. */
export const rotateFilter = /* @__PURE__ */ hostLoop({
  kernel: kernels.rotateFilter,
  outputShapes: (_, { shape: [height, width, channels, filters] }) => [[height!, width!, filters!, channels!]],
  loop: ([filter], [rotated], { shape }) => {
    const [height, width, channels, filters] = shape as [number, number, number, number];
    const taps = height * width;
    for (let tap = 0; tap < taps; tap++) {
      const from = tap * channels * filters;
      let to = (taps - 1 - tap) * channels * filters;
      for (let f = 0; f < filters; f++)
        for (let c = 0; c < channels; c++) rotated[to++] = filter[from + c * filters + f]!;
    }
  },
});
