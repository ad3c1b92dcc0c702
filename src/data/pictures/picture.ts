import { encode } from 'fast-png';

import { invalidOption } from '../../utils/errors';

/** A colour picture. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  /** Red, green and blue levels from 0 to 255 of every pixel, row by row. */
  readonly data: Uint8Array;
}

/**
 * Encodes a picture as a PNG file.
 *
 * @throws OptionError if `data` is not 3 · height · width long
 * @example
 * ```ts
 * import { encodePng } from 'msa-unet';
 *
 * const red = { height: 1, width: 2, data: Uint8Array.of(255, 0, 0, 255, 0, 0) };
 * const png = encodePng(red);
 * console.log(new TextDecoder('latin1').decode(png.subarray(1, 4))); // PNG
 * ```
 */
export function encodePng({ height, width, data }: Picture): Uint8Array<ArrayBuffer> {
  if (data.length !== 3 * height * width)
    throw invalidOption('encodePng', 'data', `3 · height · width = ${3 * height * width} long`, data.length);
  return new Uint8Array(encode({ height, width, data, channels: 3, depth: 8 })); // in a buffer that `Blob` accepts
}
