import { Fnv1a } from '../utils/fnv1a';
import type { CtScan } from './dataSet';
import { type HuDoubt, huDoubt } from './huDoubt';

/** What the two middle slices of a scan say about it. */
export interface MiddleSlices {
  /**
   * Hash of the histogram: equal for copies of a scan, even if they are flipped or reordered. `null` for constant slices,
   * which identify nothing.
   */
  readonly hash: string | null;
  /** Why the values are unlikely to be Hounsfield units; `null` if they are likely, or grey levels by their format. */
  readonly doubt: HuDoubt | null;
}

const known = new WeakMap<CtScan, Promise<MiddleSlices>>();

/** Reads the two middle slices of a scan, once. */
export function middleSlices(scan: CtScan): Promise<MiddleSlices> {
  const before = known.get(scan);
  if (before) return before;
  const read = readMiddle(scan);
  known.set(scan, read);
  read.catch(() => known.delete(scan)); // the next call reads again
  return read;
}

async function readMiddle(scan: CtScan): Promise<MiddleSlices> {
  const middle = [Math.floor((scan.depth - 1) / 2), Math.floor(scan.depth / 2)];
  const counts = new Map<number, number>();
  const all: number[] = [];
  let isHu = true;
  for (const index of middle) {
    const { values, unit } = await scan.readSlice(index);
    isHu &&= unit === 'hu';
    for (const value of values) {
      all.push(value);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const sorted = [...counts].sort(([a], [b]) => a - b);
  return { hash: hashOf(sorted), doubt: isHu ? huDoubt({ kind: 'hu', data: Float64Array.from(all) }) : null };
}

function hashOf(histogram: readonly (readonly [value: number, count: number])[]): string | null {
  if (histogram.length < 2) return null;
  const bytes = new Uint8Array(Float64Array.from(histogram.flat()).buffer);
  return [1, 2].map((seed) => new Fnv1a(seed).add(bytes).digest).join('');
}
