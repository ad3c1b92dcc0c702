import type { CtScan } from './dataSet';
import { middleSlices } from './middleSlices';

/**
 * Notes on scans whose values are unlikely to be Hounsfield units, one for all that look alike. Reads the two middle
 * slices of each scan, unless its content is already known.
 */
export async function huNotes(scans: readonly CtScan[]): Promise<string[]> {
  const alike = new Map<string, { readonly name: string; readonly text: string; more: number }>();
  for (const scan of scans) {
    const { doubt } = await middleSlices(scan);
    if (!doubt) continue;
    const first = alike.get(doubt.looksLike);
    if (first) first.more++;
    else alike.set(doubt.looksLike, { name: scan.name, text: doubt.text, more: 0 });
  }
  return [...alike.values()].map(({ name, text, more }) => `${name}${others(more)}: in the middle slices, ${text}`);
}

const others = (count: number) => (count === 0 ? '' : ` and ${count} more ${count === 1 ? 'scan' : 'scans'}`);
