import type { Places } from './places';

/**
 * Takes an image from its places, bilinearly and with 0 outside. `[height, width, channels]` in and out; the places of
 * pixels that are unchanged keep their values exactly.
 */
export function warpImage(image: Float32Array, { height, width, rows, columns }: Places): Float32Array {
  const channels = image.length / (height * width);
  const warped = new Float32Array(image.length);
  for (let pixel = 0; pixel < rows.length; pixel++) {
    const y = rows[pixel]! + height / 2;
    const x = columns[pixel]! + width / 2;
    if (y < 0 || y >= height || x < 0 || x >= width) continue;
    const row = Math.max(0, y - 0.5); // counted from the centre of the first pixel; borders are repeated for half a pixel
    const column = Math.max(0, x - 0.5);
    const [top, left] = [Math.floor(row), Math.floor(column)];
    const [down, right] = [row - top, column - left];
    const below = top + 1 < height ? width * channels : 0;
    const beside = left + 1 < width ? channels : 0;
    for (let channel = 0; channel < channels; channel++) {
      const at = (top * width + left) * channels + channel;
      const upper = mix(image[at]!, image[at + beside]!, right);
      const lower = mix(image[at + below]!, image[at + below + beside]!, right);
      warped[pixel * channels + channel] = mix(upper, lower, down);
    }
  }
  return warped;
}

const mix = (a: number, b: number, share: number) => a + (b - a) * share;
