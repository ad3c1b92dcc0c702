import { neighbours } from '../../utils/neighbours';
import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

export const resizeBilinearGradient = /* @__PURE__ */ hostLoop({
  kernel: kernels.resizeBilinearGradient,
  outputShapes: (_, { shape }) => [shape],
  loop: ([dy], [dx], { shape, size, shift }) => {
    const [batch, height, width, channels] = shape as [number, number, number, number];
    const rows = neighbours(height, size[0]!, shift);
    const columns = neighbours(width, size[1]!, shift);
    dx.fill(0);
    let out = 0;
    for (let n = 0; n < batch; n++)
      for (const row of rows) {
        const down = (row.high - row.low) * width * channels;
        for (const column of columns) {
          let at = ((n * height + row.low) * width + column.low) * channels;
          const next = (column.high - column.low) * channels;
          const a = (1 - row.share) * (1 - column.share);
          const b = (1 - row.share) * column.share;
          const c = row.share * (1 - column.share);
          const d = row.share * column.share;
          for (let k = 0; k < channels; k++, at++, out++) {
            const g = dy[out]!;
            dx[at]! += a * g;
            dx[at + next]! += b * g;
            dx[at + down]! += c * g;
            dx[at + down + next]! += d * g;
          }
        }
      }
  },
});
