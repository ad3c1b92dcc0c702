import { Fnv1a } from '../utils/fnv1a';
import type { CtScan } from './dataSet';

const known = new WeakMap<CtScan, Promise<string | null>>();

/**
 * Hashes the histogram of a scan's two middle slices: equal for copies of a scan, even if they are flipped or
 * reordered. Returns `null` for constant slices, which identify nothing. Each scan is read once.
 */
export function contentHash(scan: CtScan): Promise<string | null> {
  const before = known.get(scan);
  if (before) return before;
  const hash = hashOf(scan);
  known.set(scan, hash);
  hash.catch(() => known.delete(scan)); // the next call reads again
  return hash;
}

async function hashOf(scan: CtScan): Promise<string | null> {
  const middle = [Math.floor((scan.depth - 1) / 2), Math.floor(scan.depth / 2)];
  const counts = new Map<number, number>();
  for (const index of middle) {
    const { values } = await scan.readSlice(index);
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (counts.size < 2) return null;
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const bytes = new Uint8Array(Float64Array.from(sorted.flat()).buffer);
  return [1, 2].map((seed) => new Fnv1a(seed).add(bytes).digest).join('');
}
