import type { Places } from './places';

/**
 * Takes a mask from its places, nearest neighbour and with 0 outside: every value is one of the old mask, or 0.
 * `[height, width, channels]` in and out.
 */
export function warpMask(mask: Uint8Array, { height, width, rows, columns }: Places): Uint8Array {
  const channels = mask.length / (height * width);
  const warped = new Uint8Array(mask.length);
  for (let pixel = 0; pixel < rows.length; pixel++) {
    const row = Math.floor(rows[pixel]! + height / 2);
    const column = Math.floor(columns[pixel]! + width / 2);
    if (row < 0 || row >= height || column < 0 || column >= width) continue;
    const from = (row * width + column) * channels;
    for (let channel = 0; channel < channels; channel++) warped[pixel * channels + channel] = mask[from + channel]!;
  }
  return warped;
}
