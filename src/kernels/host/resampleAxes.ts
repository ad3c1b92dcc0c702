import type { Neighbours } from '../../utils/neighbours';
import * as kernels from '../catalog';
import { hostLoop } from './hostLoop';

/** On WASM, the batched matrix products that resample maps on GPUs would take tens of times as long. */
export const resampleAxes = /* @__PURE__ */ hostLoop({
  kernel: kernels.resampleAxes,
  outputShapes: ([shape]) => [shape!],
  loop: ([maps], [out], { rows, columns, shape }) => {
    const [batch, height, width, channels] = shape as [number, number, number, number];
    for (let n = 0; n < batch; n++) {
      const across = offsetsOf(columns.slice(n * width, (n + 1) * width), channels);
      for (let y = n * height; y < (n + 1) * height; y++) {
        const start = y * width * channels;
        const { low, high, share } = rows[y]!;
        if (low < 0) {
          out.fill(0, start, start + width * channels);
          continue;
        }
        const above = (n * height + low) * width * channels;
        mixRow(maps, out.subarray(start, start + width * channels), across, {
          above,
          below: above + (high - low) * width * channels,
          share,
          channels,
        });
      }
    }
  },
});

interface Offsets {
  low: Int32Array;
  high: Int32Array;
  share: Float64Array;
}

const offsetsOf = (axis: Neighbours[], channels: number): Offsets => ({
  low: Int32Array.from(axis, ({ low }) => low * channels),
  high: Int32Array.from(axis, ({ high }) => high * channels),
  share: Float64Array.from(axis, ({ share }) => share),
});

interface RowPair {
  /** Offsets of the two rows. */
  above: number;
  below: number;
  share: number;
  channels: number;
}

function mixRow(
  maps: Float32Array,
  out: Float32Array,
  { low, high, share }: Offsets,
  { above, below, share: down, channels }: RowPair,
): void {
  for (let x = 0, i = 0; x < low.length; x++) {
    const [left, right, a] = [low[x]!, high[x]!, share[x]!];
    for (let c = 0; c < channels; c++, i++) {
      if (left < 0) {
        out[i] = 0;
        continue;
      }
      const upper = (1 - a) * maps[above + left + c]! + a * maps[above + right + c]!;
      const lower = (1 - a) * maps[below + left + c]! + a * maps[below + right + c]!;
      out[i] = (1 - down) * upper + down * lower;
    }
  }
}
