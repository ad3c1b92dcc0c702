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
  const regions = loops.filter((loop) => isClockwise(loop, stride)).map((corners) => ({ corners: [...corners] }));
  const regionAt = new Map(regions.flatMap((region) => region.corners.map((corner) => [corner, region] as const)));
  const holes = loops
    .filter((loop) => !isClockwise(loop, stride))
    .map((loop) => startingAtLeft(loop, stride))
    .sort((a, b) => (a[0]! % stride) - (b[0]! % stride)); // whatever lies to the left is joined already
  for (const hole of holes) {
    const channel: number[] = [];
    let corner = hole[0]! - 1;
    for (; !regionAt.has(corner); corner--) channel.push(corner);
    const region = regionAt.get(corner)!;
    const at = region.corners.indexOf(corner);
    const detour = [...channel.toReversed(), ...hole, hole[0]!, ...channel, corner];
    region.corners = [...region.corners.slice(0, at + 1), ...detour, ...region.corners.slice(at + 1)];
    for (const own of hole) regionAt.set(own, region);
  }
  return regions.map(({ corners }) => corners);
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
