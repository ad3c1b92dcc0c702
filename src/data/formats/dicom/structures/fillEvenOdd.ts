/** Points of a closed contour in the plane of a slice: (column, row), whole at the centres of voxels. */
export type PlaneContour = readonly (readonly [column: number, row: number])[];

/**
 * Calls `paint` for the voxels whose centres lie inside an odd number of contours. Of centres on a contour, those on
 * the left and the upper edge of what it encloses count as inside.
 */
export function fillEvenOdd(
  contours: readonly PlaneContour[],
  width: number,
  height: number,
  paint: (column: number, row: number) => void,
): void {
  const edges = contours.flatMap(edgesOf).sort((a, b) => a.upper - b.upper);
  let next = 0;
  let crossed: Edge[] = [];
  for (let row = Math.max(0, Math.ceil(edges[0]?.upper ?? height)); row < height; row++) {
    crossed = crossed.filter(({ lower }) => row < lower);
    for (; next < edges.length && edges[next]!.upper <= row; next++)
      if (row < edges[next]!.lower) crossed.push(edges[next]!);
    if (crossed.length === 0 && next === edges.length) return;
    const crossings = crossed.map(({ columnAt }) => columnAt(row));
    crossings.sort((a, b) => a - b);
    for (let i = 1; i < crossings.length; i += 2)
      for (let column = Math.max(0, Math.ceil(crossings[i - 1]!)); column < Math.min(width, crossings[i]!); column++)
        paint(column, row);
  }
}

interface Edge {
  /** Its ends, in rows. */
  readonly upper: number;
  readonly lower: number;
  columnAt(row: number): number;
}

/** The edges of a contour that cross rows; the same whichever way it runs, so that both sides of a channel cancel. */
function edgesOf(contour: PlaneContour): Edge[] {
  return contour.flatMap(([x, y], i) => {
    const [nextX, nextY] = contour[(i + 1) % contour.length]!;
    if (y === nextY) return [];
    const [left, upper, right, lower] = y < nextY ? [x, y, nextX, nextY] : [nextX, nextY, x, y];
    return { upper, lower, columnAt: (row) => left + ((row - upper) / (lower - upper)) * (right - left) };
  });
}
