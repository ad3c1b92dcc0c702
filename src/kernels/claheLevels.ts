import { roundHalfEven } from '../utils/roundHalfEven';
import type { ClaheAxis, ClaheGrid } from './claheGrid';

/** Applies CLAHE to the grey levels of one image, in row order; equals OpenCV's result to the last bit. */
export function claheLevels(levels: Uint8Array, { rows, columns, limit, scale }: ClaheGrid): Uint8Array {
  const tables = new Float32Array(rows.tiles * columns.tiles * 256);
  const histogram = new Int32Array(256);
  for (let row = 0; row < rows.tiles; row++)
    for (let column = 0; column < columns.tiles; column++) {
      count(levels, tileOf(rows, row), tileOf(columns, column), columns.weight.length, histogram);
      if (limit < Number.POSITIVE_INFINITY) clip(histogram, limit);
      const start = (row * columns.tiles + column) * 256;
      for (let level = 0, sum = 0; level < 256; level++) {
        sum += histogram[level]!;
        tables[start + level] = Math.min(roundHalfEven(Math.fround(sum * scale)), 255);
      }
    }
  return mix(levels, tables, rows, columns);
}

const tileOf = ({ source, tileLength }: ClaheAxis, tile: number): Int32Array =>
  source.subarray(tile * tileLength, (tile + 1) * tileLength);

function count(levels: Uint8Array, ys: Int32Array, xs: Int32Array, width: number, histogram: Int32Array): void {
  histogram.fill(0);
  for (let i = 0; i < ys.length; i++) {
    const start = ys[i]! * width;
    for (let j = 0; j < xs.length; j++) histogram[levels[start + xs[j]!]!]!++;
  }
}

/** Clips the bins to the limit and spreads the excess evenly, in one pass: bins may exceed the limit again. */
function clip(histogram: Int32Array, limit: number): void {
  let excess = 0;
  for (let level = 0; level < 256; level++) {
    const over = histogram[level]! - limit;
    if (over <= 0) continue;
    excess += over;
    histogram[level] = limit;
  }
  const share = excess >> 8;
  for (let level = 0; level < 256; level++) histogram[level]! += share;
  const rest = excess & 255;
  if (rest === 0) return;
  const step = Math.max(Math.floor(256 / rest), 1);
  for (let k = 0; k < rest; k++) histogram[k * step]!++;
}

/** Interpolates every pixel between the look-up tables of the four tiles around it. */
function mix(levels: Uint8Array, tables: Float32Array, rows: ClaheAxis, columns: ClaheAxis): Uint8Array {
  const [height, width] = [rows.weight.length, columns.weight.length];
  const out = new Uint8Array(height * width);
  const [left, right] = [columns.before.map((tile) => tile * 256), columns.behind.map((tile) => tile * 256)];
  const { fround } = Math;
  for (let y = 0, i = 0; y < height; y++) {
    const upper = rows.before[y]! * columns.tiles * 256;
    const lower = rows.behind[y]! * columns.tiles * 256;
    const b = rows.weight[y]!;
    const b1 = fround(1 - b);
    for (let x = 0; x < width; x++, i++) {
      const level = levels[i]!;
      const l = left[x]! + level;
      const r = right[x]! + level;
      const a = columns.weight[x]!;
      const a1 = fround(1 - a);
      const above = fround(fround(tables[upper + l]! * a1) + fround(tables[upper + r]! * a));
      const below = fround(fround(tables[lower + l]! * a1) + fround(tables[lower + r]! * a));
      out[i] = roundHalfEven(fround(fround(above * b1) + fround(below * b)));
    }
  }
  return out;
}
