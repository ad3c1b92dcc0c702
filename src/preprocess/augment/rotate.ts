import type { Places } from './places';

/** Rotates the image counterclockwise about its centre, by changing its places. */
export function rotate({ rows, columns }: Places, degrees: number): void {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)].map(exactZero) as [number, number];
  for (let pixel = 0; pixel < rows.length; pixel++) {
    const [row, column] = [rows[pixel]!, columns[pixel]!];
    rows[pixel] = column * sin + row * cos;
    columns[pixel] = column * cos - row * sin;
  }
}

/** So that quarter turns are exact: the cosine of π / 2 is 6e-17. */
const exactZero = (share: number) => (Math.abs(share) < 1e-15 ? 0 : share);
