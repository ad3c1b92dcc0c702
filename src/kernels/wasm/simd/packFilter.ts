import type { ConvGeometry } from '../../convGeometry';
import type { MapGeometry } from './convolveMap';
import { type Vectors, vectorsFor } from './convolveRow';
import type { Simd } from './simdOf';

/** Copies a filter from one address to another, in the order in which a convolution reads it. */
export type Pack = (simd: Simd, filter: number, to: number) => void;

/** Packs a filter for a convolution. */
export const packFilter =
  ({ filterShape: [, width, channels, filters] }: ConvGeometry, map: MapGeometry): Pack =>
  (simd, filter, to) =>
    eachPanel(simd, map, filters, channels, (vectors, first, row, column, place) => {
      const from = filter + 4 * ((row * width + column) * channels * filters + first);
      const pack = simd[`packColumns${vectors}`];
      pack(from, 4 * filters, to + 4 * place, channels);
    });

/** Packs a filter for the input gradient: rotated by 180°, with channels and filters swapped. */
export const packRotated =
  ({ filterShape: [height, width, channels, filters] }: ConvGeometry, map: MapGeometry): Pack =>
  (simd, filter, to) =>
    eachPanel(simd, map, channels, filters, (vectors, first, row, column, place) => {
      const tap = (height - 1 - row) * width + (width - 1 - column);
      const pack = simd[`packRows${vectors}`];
      pack(filter + 4 * (tap * channels + first) * filters, 4 * filters, to + 4 * place, filters / 4);
    });

/**
 * Calls `visit` for every tap of every panel of sixteen, eight or four `outputs`, with the offset of its weights in the
 * packed filter.
 */
function eachPanel(
  { next }: Simd,
  { rows, columns }: MapGeometry,
  outputs: number,
  inputs: number,
  visit: (vectors: Vectors, first: number, row: number, column: number, place: number) => void,
): void {
  let place = 0;
  for (let first = 0, vectors: Vectors; first < outputs; first += 4 * vectors) {
    vectors = vectorsFor(outputs - first);
    next();
    for (let i = 0; i < rows.count; i++)
      for (let j = 0; j < columns.count; j++) {
        visit(vectors, first, rows.first + i, columns.first + j, place);
        place += 4 * vectors * inputs;
      }
  }
}
