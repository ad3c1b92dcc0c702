import { type DecodedPng, decode } from 'fast-png';

import type { Plane } from './plane';

/**
 * A grey 8-bit PNG as grey levels from 0 to 1. RGB is taken if its three channels are equal; alpha is ignored.
 *
 * @throws RangeError for 16-bit PNGs, which hold CT numbers that a window has not been applied to, and for colours
 * @throws Error for bytes that are no whole PNG
 */
export function decodeGreyPng(bytes: Uint8Array): Plane {
  const png = decodePng(bytes);
  if (png.depth === 16) throw new RangeError('a 16-bit PNG is not windowed yet: apply the CT window and save 8 bits');
  const { height, width } = png;
  const { colours, level } = colourReader(png);
  const brightest = png.palette ? 255 : 2 ** png.depth - 1;
  const data = new Float32Array(height * width);
  for (let pixel = 0; pixel < data.length; pixel++) {
    const grey = level(pixel, 0);
    for (let colour = 1; colour < colours; colour++)
      if (level(pixel, colour) !== grey)
        throw new RangeError(
          `a grey image is needed; received a colour at row ${Math.floor(pixel / width)}, column ${pixel % width}`,
        );
    data[pixel] = grey / brightest;
  }
  return { height, width, data };
}

/**
 * A mask: 1 where any colour of the pixel is not 0. Any bit depth, grey, RGB or palette; alpha is ignored.
 *
 * @throws Error for bytes that are no whole PNG
 */
export function decodeMaskPng(bytes: Uint8Array): Plane<Uint8Array> {
  const png = decodePng(bytes);
  const { height, width } = png;
  const { colours, level } = colourReader(png);
  const data = new Uint8Array(height * width);
  for (let pixel = 0; pixel < data.length; pixel++)
    for (let colour = 0; colour < colours; colour++) if (level(pixel, colour) !== 0) data[pixel] = 1;
  return { height, width, data };
}

function decodePng(bytes: Uint8Array): DecodedPng {
  const signature = [0x89, 0x50, 0x4e, 0x47];
  if (signature.some((byte, i) => bytes[i] !== byte)) throw new Error('not a PNG file');
  try {
    return decode(bytes, { checkCrc: true });
  } catch (cause) {
    throw new Error('a broken PNG file', { cause });
  }
}

interface ColourReader {
  /** 1 for grey, 3 for RGB: alpha does not count. */
  readonly colours: number;
  level(pixel: number, colour: number): number;
}

function colourReader(png: DecodedPng): ColourReader {
  const { palette, channels } = png;
  const levels = unpack(png);
  if (palette) {
    for (let pixel = 0; pixel < levels.length; pixel++)
      if (levels[pixel]! >= palette.length)
        throw new Error(`a broken PNG file: colour ${levels[pixel]} of a palette of ${palette.length}`);
    return { colours: 3, level: (pixel, colour) => palette[levels[pixel]!]![colour]! };
  }
  return { colours: channels >= 3 ? 3 : 1, level: (pixel, colour) => levels[pixel * channels + colour]! };
}

/** Levels of 1, 2 or 4 bits come packed, every row from a byte of its own. */
function unpack({ height, width, depth, data }: DecodedPng): ArrayLike<number> {
  if (depth >= 8) return data;
  const rowBytes = Math.ceil((width * depth) / 8);
  const perByte = 8 / depth;
  return Uint8Array.from({ length: height * width }, (_, pixel) => {
    const x = pixel % width;
    const byte = data[Math.floor(pixel / width) * rowBytes + Math.floor(x / perByte)]!;
    return (byte >> (8 - depth * ((x % perByte) + 1))) & (2 ** depth - 1);
  });
}
