/**
 * Lists where windows begin that cover a length evenly from end to end, none longer than it.
 *
 * @param overlap share of a window's side that its neighbour covers too, from 0 to below 1
 */
export function startsAlong(length: number, side: number, overlap: number): number[] {
  const step = Math.max(1, Math.floor(side * (1 - overlap)));
  const gaps = Math.ceil((length - side) / step);
  return Array.from({ length: gaps + 1 }, (_, i) => Math.round((i * (length - side)) / Math.max(1, gaps)));
}
