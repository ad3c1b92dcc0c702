/** Rows of a map from (x, y, z) of a voxel to mm. */
type GridAffine = readonly (readonly number[])[];

/** Largest distance in mm between both positions of a corner of the grid. */
export function farthestCorners([depth, height, width]: readonly number[], a: GridAffine, b: GridAffine): number {
  const difference = a.map((row, axis) => row.map((value, i) => value - b[axis]![i]!));
  const apart = (x: number, y: number, z: number) =>
    Math.hypot(...difference.map((row) => row[0]! * x + row[1]! * y + row[2]! * z + row[3]!));
  const ends = (length: number) => [0, length - 1];
  return Math.max(
    ...ends(width!).flatMap((x) => ends(height!).flatMap((y) => ends(depth!).map((z) => apart(x, y, z)))),
  );
}
