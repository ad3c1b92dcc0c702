import type { Places } from './places';

/** Enlarges the image about its centre by a factor, or shrinks it with one below 1, by changing its places. */
export function scale({ rows, columns }: Places, factor: number): void {
  for (let pixel = 0; pixel < rows.length; pixel++) {
    rows[pixel] = rows[pixel]! / factor;
    columns[pixel] = columns[pixel]! / factor;
  }
}
