import { counted } from '../../../../utils/counted';
import { groupBy } from '../../../../utils/groupBy';
import { indicesIn } from '../../../segments/indicesIn';
import type { Vector } from '../../../vector';
import type { VolumeHeader } from '../../../volume';
import type { PlaneContour } from './fillEvenOdd';

/** Most difference in depth of the points of a contour, in slices. */
const flatness = 0.25;

/** Distance of a contour from its slice, in slices, from which on it is noted. */
const noted = 0.05;

/** Difference in depth, in slices, up to which contours lie in one plane. */
const samePlane = 0.05;

/** Contours of a region by slice, which the even–odd rule combines. */
export type ContoursOnSlices = ReadonlyMap<number, readonly PlaneContour[]>;

interface Placed {
  /** Place among the slices, whole on one. */
  readonly depth: number;
  readonly points: PlaneContour;
}

/**
 * Assigns each contour to the nearest slice. Of contours in several planes at one slice, the nearest plane is taken.
 *
 * @param name the region's, for notes
 * @returns the contours, and how many of them lie outside the scan
 */
export function contoursOnSlices(
  contours: readonly (readonly Vector[])[],
  grid: VolumeHeader,
  name: string,
  note: (text: string) => void,
): { bySlice: ContoursOnSlices; outside: number } {
  const placed = contours.filter(({ length }) => length > 2).map(placer(indicesIn(grid)));
  const flat = placed.filter(({ isFlat }) => isFlat);
  const inside = flat.filter((contour) => isOnGrid(contour, grid.shape));
  const bySlice = groupBy(inside, ({ depth }) => Math.round(depth));
  const nearest = new Map([...bySlice].map(([slice, found]) => [slice, nearestPlane(found, slice)]));
  const taken = [...nearest.values()].reduce((sum, { length }) => sum + length, 0);
  const between = inside.filter(({ depth }) => Math.abs(depth - Math.round(depth)) > noted).length;
  const report = (count: number, what: string) => count > 0 && note(`${name}: ${counted(count, 'contour')} ${what}`);
  report(placed.length - flat.length, 'not parallel to the slices, skipped');
  report(flat.length - inside.length, 'outside the scan, skipped');
  report(between, 'between slices, taken for the nearest');
  report(inside.length - taken, 'farther from their slice than another, skipped');
  const missing = gapsIn([...nearest.keys()]);
  if (missing > 0) note(`${name}: no contour on ${counted(missing, 'slice')} between its first and last`);
  return {
    bySlice: new Map([...nearest].map(([slice, found]) => [slice, found.map(({ points }) => points)])),
    outside: flat.length - inside.length,
  };
}

function placer(indices: (position: Vector) => Vector) {
  return (contour: readonly Vector[]): Placed & { isFlat: boolean } => {
    const points = contour.map(indices);
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const [, , z] of points) [low, high] = [Math.min(low, z), Math.max(high, z)];
    return { depth: (low + high) / 2, isFlat: high - low <= flatness, points: points.map(([x, y]) => [x, y]) };
  };
}

/** Whether a contour lies on a slice, and any of it within the slice. */
function isOnGrid({ depth, points }: Placed, [slices, height, width]: VolumeHeader['shape']): boolean {
  const isWithin = (axis: 0 | 1, length: number) =>
    points.some((point) => point[axis] > -0.5) && points.some((point) => point[axis] < length - 0.5);
  return Math.round(depth) >= 0 && Math.round(depth) < slices && isWithin(0, width) && isWithin(1, height);
}

function nearestPlane(contours: readonly Placed[], slice: number): readonly Placed[] {
  const nearest = contours.reduce((a, b) => (Math.abs(b.depth - slice) < Math.abs(a.depth - slice) ? b : a));
  return contours.filter(({ depth }) => Math.abs(depth - nearest.depth) <= samePlane);
}

/** Number of slices without a contour between the first and the last that have one. */
function gapsIn(slices: readonly number[]): number {
  if (slices.length === 0) return 0;
  const [low, high] = slices.reduce(
    ([a, b], slice) => [Math.min(a, slice), Math.max(b, slice)],
    [slices[0]!, slices[0]!],
  );
  return high! - low! + 1 - slices.length;
}
