/** A closed contour, and the holes whose channels leave it at its corners. */
interface Loop {
  readonly corners: readonly number[];
  readonly holesAt: Map<number, Hole[]>;
}

interface Hole {
  readonly loop: Loop;
  /** Corners between the loop that it is joined to and its own leftmost corner, from right to left. */
  readonly channel: readonly number[];
}

/**
 * Joins holes to the regions around them: from the hole's leftmost corner, a channel runs left to the next contour, and
 * back.
 *
 * @param loops corners of closed contours one step apart, counted row by row; those of regions run clockwise, those of
 * holes the other way
 * @param stride corners in a row
 * @returns one loop per region
 */
export function joinHoles(loops: readonly (readonly number[])[], stride: number): readonly (readonly number[])[] {
  const loopAt = new Map<number, Loop>();
  const made = (corners: readonly number[]): Loop => {
    const loop = { corners, holesAt: new Map<number, Hole[]>() };
    for (const corner of corners) loopAt.set(corner, loop);
    return loop;
  };
  const regions = loops.filter((loop) => isClockwise(loop, stride)).map(made);
  const holes = loops
    .filter((loop) => !isClockwise(loop, stride))
    .map((loop) => startingAtLeft(loop, stride))
    .sort((a, b) => (a[0]! % stride) - (b[0]! % stride)); // whatever lies to the left is joined already
  for (const corners of holes) {
    const channel: number[] = [];
    let corner = corners[0]! - 1;
    for (; !loopAt.has(corner); corner--) channel.push(corner);
    const { holesAt } = loopAt.get(corner)!;
    holesAt.set(corner, [...(holesAt.get(corner) ?? []), { loop: made(corners), channel }]);
  }
  return regions.map((region) => {
    const all: number[] = [];
    follow(region, all);
    return all;
  });
}

/** Adds the corners of a loop, with a detour to each of its holes, at the first passage of the corner it leaves from. */
function follow({ corners, holesAt }: Loop, all: number[]): void {
  const passed = new Set<number>();
  for (const corner of corners) {
    all.push(corner);
    if (passed.has(corner)) continue;
    passed.add(corner);
    for (const { loop, channel } of holesAt.get(corner) ?? []) {
      for (const step of channel.toReversed()) all.push(step);
      follow(loop, all);
      all.push(loop.corners[0]!);
      for (const step of channel) all.push(step);
      all.push(corner);
    }
  }
}

/** Whether the area on the right of the loop is inside it. */
function isClockwise(loop: readonly number[], stride: number): boolean {
  const doubled = loop.reduce((sum, corner, i) => {
    const next = loop[(i + 1) % loop.length]!;
    return sum + (corner % stride) * Math.floor(next / stride) - (next % stride) * Math.floor(corner / stride);
  }, 0);
  return doubled > 0;
}

/** The loop from its leftmost corner on; of several, the uppermost. */
function startingAtLeft(loop: readonly number[], stride: number): number[] {
  const rank = (corner: number) => (corner % stride) * 2 ** 26 + Math.floor(corner / stride);
  const first = loop.reduce((best, corner, i) => (rank(corner) < rank(loop[best]!) ? i : best), 0);
  return [...loop.slice(first), ...loop.slice(0, first)];
}
