import { encode } from 'fast-png';

import { invalidOption } from '../../utils/errors';

/** A picture in colours. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  /** Red, green and blue from 0 to 255 of every pixel, row by row. */
  readonly data: Uint8Array;
}

/**
 * The bytes of a picture as a PNG file.
 *
 * @throws RangeError if `data` is not 3 · height · width long
 */
export function encodePng({ height, width, data }: Picture): Uint8Array {
  if (data.length !== 3 * height * width)
    throw invalidOption('encodePng', 'data', `3 · height · width = ${3 * height * width} long`, data.length);
  return encode({ height, width, data, channels: 3, depth: 8 });
}
