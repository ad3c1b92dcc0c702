import { Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit } from 'pako';

import { broken, type PngChunks } from './pngChunks';

/** Columns and rows of a pass: the first, and the steps. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

const plain: readonly Pass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }];
/** Passes of an interlaced image (Adam7). */
const interlaced: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

/** Pixels of a row: every `step`th from the pixel `first` of the image on. */
export interface PngRow {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly first: number;
  readonly step: number;
}

/**
 * Inflates a PNG row by row, in the memory of two rows.
 *
 * @param take uses a row before the next overwrites it
 * @throws Error if the data are damaged or cut off
 */
export function eachPngRow(png: PngChunks, take: (row: PngRow) => void): void {
  const { width, height, depth, channels, isInterlaced, data } = png;
  const fill = reader(data);
  const pixelBytes = Math.max(1, (channels * depth) / 8);
  for (const { x, y: top, dx, dy } of isInterlaced ? interlaced : plain) {
    const count = Math.ceil((width - x) / dx);
    if (count <= 0) continue;
    let row = new Uint8Array(1 + Math.ceil((count * channels * depth) / 8));
    let above = new Uint8Array(row.length);
    for (let y = top; y < height; y += dy) {
      fill(row);
      unfilter(row, above, pixelBytes);
      take({ bytes: row.subarray(1), count, first: y * width + x, step: dx });
      [row, above] = [above, row];
    }
  }
}

/** Makes a function that fills an array with the next inflated bytes. */
function reader(pieces: readonly Uint8Array[]): (bytes: Uint8Array<ArrayBuffer>) => void {
  const stream = new ZStream();
  zlibInflateInit(stream);
  let next = 0;
  return (bytes) => {
    stream.output = bytes;
    stream.next_out = 0;
    stream.avail_out = bytes.length;
    while (stream.avail_out > 0) {
      if (stream.avail_in === 0) {
        const piece = pieces[next++];
        if (!piece) throw broken();
        stream.input = piece;
        stream.next_in = 0;
        stream.avail_in = piece.length;
        continue;
      }
      const status = zlibInflate(stream, Z_NO_FLUSH);
      if (status !== Z_OK && !(status === Z_STREAM_END && stream.avail_out === 0)) throw broken();
    }
  };
}

/** Adds what the filter of a row, its first byte, subtracted: of the pixel to the left, above, or both. */
function unfilter(row: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  const filter = row[0]!;
  if (filter > 4) throw broken();
  if (filter === 0) return;
  for (let i = 1; i < row.length; i++) {
    const hasLeft = i > pixelBytes;
    const left = hasLeft ? row[i - pixelBytes]! : 0;
    const up = above[i]!;
    if (filter === 1) row[i]! += left;
    else if (filter === 2) row[i]! += up;
    else if (filter === 3) row[i]! += (left + up) >> 1;
    else row[i]! += paeth(left, up, hasLeft ? above[i - pixelBytes]! : 0);
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
