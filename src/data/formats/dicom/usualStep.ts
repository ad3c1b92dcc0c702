import { type OrderedSlices, type Slice, sliceName } from './slices';

/** A slice and its place. */
export interface Located {
  readonly slice: Slice;
  /** Place along the normal in mm. */
  readonly along: number;
}

/**
 * Computes the step between neighbouring slices in mm: their mean, or the smallest that at least a quarter of them have
 * if they are uneven, so that missing slices have no effect; a note says which.
 *
 * @param slices two or more, in ascending order
 */
export function usualStep(slices: readonly Located[]): Pick<OrderedSlices, 'isUneven' | 'places' | 'notes'> & {
  readonly step: number;
} {
  const steps = slices.slice(1).map(({ along }, i) => along - slices[i]!.along);
  const differ = (a: number, b: number) => Math.abs(a - b) > Math.max(0.01 * b, 0.02);
  const usual = smallestFrequent(steps, differ);
  const uneven = steps.flatMap((step, i) => (differ(step, usual) ? [i] : []));
  if (uneven.length === 0)
    return { step: (slices.at(-1)!.along - slices[0]!.along) / steps.length, isUneven: false, places: null, notes: [] };
  const gaps = uneven.slice(0, 3).map((i) => {
    const [below, above] = [slices[i]!.slice, slices[i + 1]!.slice];
    const missing = Math.min(Math.round(steps[i]! / usual), numbersApart(below, above)) - 1;
    const many = missing > 0 ? ` (${missing} may be missing)` : '';
    return `${steps[i]!.toFixed(2)} mm between ${sliceName(below)} and ${sliceName(above)}${many}`;
  });
  const more = uneven.length > 3 ? ` and ${uneven.length - 3} more` : '';
  const note = `slices are unevenly spaced, so distances and volumes are approximate; ${usual.toFixed(2)} mm is assumed: ${gaps.join(', ')}${more}`;
  const places = slices.map(({ along }) => (along - slices[0]!.along) / usual);
  return { step: usual, isUneven: true, places, notes: [note] };
}

/** The smallest step that a quarter of all agree with, or else the smallest. */
function smallestFrequent(steps: readonly number[], differ: (a: number, b: number) => boolean): number {
  const ascending = [...steps].sort((a, b) => a - b);
  for (let start = 0, end = 0; start < ascending.length; start++) {
    while (end < ascending.length && !differ(ascending[end]!, ascending[start]!)) end++;
    if (4 * (end - start) >= ascending.length) return ascending[(start + end - 1) >> 1]!;
  }
  return ascending[0]!;
}

/** Difference of the instance numbers; infinite if they are not known. */
function numbersApart({ header: a }: Slice, { header: b }: Slice): number {
  if (a.instanceNumber === null || b.instanceNumber === null || a === b) return Number.POSITIVE_INFINITY;
  return Math.abs(a.instanceNumber - b.instanceNumber);
}
