import { startsAlong } from '../utils/startsAlong';

/** Windows over an image: where they lie, and how much each counts at every pixel. */
export interface SlidingWindows {
  /** Height and width of each window, in pixels. */
  readonly sides: readonly [height: number, width: number];
  /** Where each begins, row by row of windows. */
  readonly starts: readonly (readonly [y: number, x: number])[];
  /** Weights of a window's pixels, row by row: 1 in the middle, 1e-3 at least. */
  readonly weights: Float32Array;
  /** Sum of the weights of all windows at every pixel of the image, row by row. */
  readonly totals: Float32Array;
}

/** Below it the far corners would vanish in half precision, whose smallest normal number is 6e-5; the floor of MONAI too. */
const leastWeight = 1e-3;

/**
 * As few windows as overlap enough, evenly from end to end of an image; none is larger than the image.
 *
 * @param overlap share of a window's side that its neighbour covers too, from 0 to below 1
 */
export function slidingWindows(
  [height, width]: readonly [height: number, width: number],
  longest: readonly [height: number, width: number],
  overlap: number,
): SlidingWindows {
  const [rows, columns] = [Math.min(height, longest[0]), Math.min(width, longest[1])];
  const starts = startsAlong(height, rows, overlap).flatMap((y) =>
    startsAlong(width, columns, overlap).map((x) => [y, x] as const),
  );
  const [down, across] = [gaussian(rows), gaussian(columns)];
  const weights = Float32Array.from({ length: rows * columns }, (_, i) =>
    Math.max(leastWeight, down[Math.floor(i / columns)]! * across[i % columns]!),
  );
  const totals = new Float32Array(height * width);
  for (const [y, x] of starts)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        totals[(y + row) * width + x + column]! += weights[row * columns + column]!;
  return { sides: [rows, columns], starts, weights, totals };
}

/** A gaussian over the pixels of a side, 1 in the middle; its standard deviation is an eighth of the side. */
function gaussian(side: number): number[] {
  const values = Array.from({ length: side }, (_, i) => Math.exp(-32 * ((i - (side - 1) / 2) / side) ** 2));
  const highest = Math.max(...values);
  return values.map((value) => value / highest);
}
