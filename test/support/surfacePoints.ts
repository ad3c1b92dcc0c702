import type { Mask } from '../../src/metrics/mask';

/** Places in mm of the surface voxels of a mask, found by the definition. */
export function surfacePoints({ data, shape, spacing, affine }: Mask, openEnds: boolean): number[][] {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
  const indices = (i: number) => shape.map((length, axis) => Math.floor(i / strides[axis]!) % length);
  const isSurface = (i: number) =>
    indices(i).some(
      (at, axis) =>
        (at === 0 ? !openEnds : !data[i - strides[axis]!]) ||
        (at === shape[axis]! - 1 ? !openEnds : !data[i + strides[axis]!]),
    );
  return Array.from(data, (_, i) => i)
    .filter((i) => data[i] === 1 && isSurface(i))
    .map((i) => {
      if (!affine) return indices(i).map((at, axis) => at * spacing![axis]!);
      const [z, y, x] = indices(i) as [number, number, number];
      return affine.map((row) => row[0]! * x + row[1]! * y + row[2]! * z);
    });
}

/** Distances from every point to the nearest of others, by trying all. */
export const nearestWays = (from: readonly number[][], to: readonly number[][]): number[] =>
  from.map((p) => Math.min(...to.map((q) => Math.hypot(...p.map((mm, axis) => mm - q[axis]!)))));
