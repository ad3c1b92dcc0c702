import type { CtScan } from './dataSet';

/**
 * A hash of how often each value comes in the two slices in the middle of a scan: equal for copies of a scan, also if
 * they have been flipped or lie in another order. `null` where all values are the same, which says nothing.
 */
export async function contentHash(scan: CtScan): Promise<string | null> {
  const middle = [Math.floor((scan.depth - 1) / 2), Math.floor(scan.depth / 2)];
  const counts = new Map<number, number>();
  for (const index of middle) {
    const { values } = await scan.readSlice(index);
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (counts.size < 2) return null;
  const sorted = [...counts].sort(([a], [b]) => a - b);
  return [1, 2].map((seed) => hash(sorted.flat(), seed)).join('');
}

/** FNV-1a over the bytes of 64-bit floats, as 8 hexadecimal digits. */
function hash(numbers: readonly number[], seed: number): string {
  let state = (0x811c9dc5 ^ seed) >>> 0;
  for (const byte of new Uint8Array(Float64Array.from(numbers).buffer))
    state = Math.imul(state ^ byte, 0x01000193) >>> 0;
  return state.toString(16).padStart(8, '0');
}
