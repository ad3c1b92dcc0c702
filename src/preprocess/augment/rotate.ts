import type { Places } from './places';

/** Rotates the image counterclockwise about its centre, by changing its places. */
export function rotate({ rows, columns }: Places, degrees: number): void {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let pixel = 0; pixel < rows.length; pixel++) {
    const [row, column] = [rows[pixel]!, columns[pixel]!];
    rows[pixel] = column * sin + row * cos;
    columns[pixel] = column * cos - row * sin;
  }
}
