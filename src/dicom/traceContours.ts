import { joinHoles } from './joinHoles';

/** Corner of voxels: column and row from 0 at the outer corner of the first voxel. */
export type Corner = readonly [column: number, row: number];

/**
 * Traces the voxels of one value in a slice along their edges, clockwise: a closed contour for each region of voxels that
 * touch by a side. Holes are joined to it by a channel without a width ("keyhole"), as CLOSED_PLANAR contours require.
 *
 * No centre of a voxel lies on a contour, so the even–odd rule gives back every voxel, and the area inside is that of
 * the voxels.
 */
export function traceContours(
  labels: ArrayLike<number>,
  value: number,
  width: number,
  height: number,
): readonly (readonly Corner[])[] {
  const stride = width + 1;
  const exits = edgesAlong(labels, value, width, height);
  const loops: number[][] = [];
  const walked = new Uint8Array(exits.length);
  for (let corner = 0; corner < exits.length; corner++)
    for (let direction = 0; direction < 4; direction++) {
      const bit = 1 << direction;
      if (exits[corner]! & bit && !(walked[corner]! & bit)) loops.push(walk(corner, direction, exits, walked, stride));
    }
  return joinHoles(loops, stride).map((loop) => turnsOf(loop, stride));
}

/** For each corner, the edges that leave it with a voxel of the value on their right: bits of right, down, left, up. */
function edgesAlong(labels: ArrayLike<number>, value: number, width: number, height: number): Uint8Array {
  const stride = width + 1;
  const exits = new Uint8Array(stride * (height + 1));
  const isIn = (x: number, y: number) => x >= 0 && x < width && y >= 0 && y < height && labels[y * width + x] === value;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (labels[y * width + x] !== value) continue;
      const corner = y * stride + x;
      if (!isIn(x, y - 1)) exits[corner]! |= 1;
      if (!isIn(x + 1, y)) exits[corner + 1]! |= 2;
      if (!isIn(x, y + 1)) exits[corner + stride + 1]! |= 4;
      if (!isIn(x - 1, y)) exits[corner + stride]! |= 8;
    }
  return exits;
}

/** Walks along edges back to the first one; where two regions meet in a corner, it turns right and stays with its own. */
function walk(start: number, first: number, exits: Uint8Array, walked: Uint8Array, stride: number): number[] {
  const steps = [1, stride, -1, -stride];
  const loop: number[] = [];
  let [corner, direction] = [start, first];
  do {
    loop.push(corner);
    walked[corner]! |= 1 << direction;
    corner += steps[direction]!;
    const from = direction;
    direction = [1, 0, 3].map((turn) => (from + turn) % 4).find((way) => exits[corner]! & (1 << way))!;
  } while (corner !== start || direction !== first);
  return loop;
}

/** The corners of a loop at which it turns. */
function turnsOf(loop: readonly number[], stride: number): Corner[] {
  return loop.flatMap((corner, i): Corner[] => {
    const before = corner - loop.at(i - 1)!;
    const after = loop[(i + 1) % loop.length]! - corner;
    return before === after ? [] : [[corner % stride, Math.floor(corner / stride)]];
  });
}
