import { type DecodedPng, decode } from 'fast-png';

import type { Plane } from '../../plane';

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
  const brightest = png.palette ? 255 : 2 ** png.depth - 1;
  const data = new Float32Array(height * width);
  readGrey(png, (pixel, grey) => {
    data[pixel] = grey / brightest;
  });
  return { height, width, data };
}

/**
 * The levels of a grey PNG as they are: 0 to 65535 where it has 16 bits, else 0 to 255 at most. RGB is taken if its
 * three channels are equal; alpha is ignored.
 *
 * @throws RangeError for colours
 * @throws Error for bytes that are no whole PNG
 */
export function decodeLevelsPng(bytes: Uint8Array): Plane<Uint8Array | Uint16Array> {
  const png = decodePng(bytes);
  const { height, width } = png;
  const data = png.depth === 16 ? new Uint16Array(height * width) : new Uint8Array(height * width);
  readGrey(png, (pixel, grey) => {
    data[pixel] = grey;
  });
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

/** Gives the grey of one pixel after another. @throws RangeError at the first colour */
function readGrey(png: DecodedPng, take: (pixel: number, grey: number) => void): void {
  const { height, width } = png;
  const { colours, level } = colourReader(png);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const grey = level(pixel, 0);
    for (let colour = 1; colour < colours; colour++)
      if (level(pixel, colour) !== grey)
        throw new RangeError(
          `a grey image is needed; received a colour at row ${Math.floor(pixel / width)}, column ${pixel % width}`,
        );
    take(pixel, grey);
  }
}

function decodePng(bytes: Uint8Array): DecodedPng {
  if (!isPng(bytes)) throw new Error('not a PNG file');
  requireFitting(bytes);
  try {
    return decode(bytes, { checkCrc: true });
  } catch (cause) {
    throw new Error('a broken PNG file', { cause });
  }
}

/** Whether bytes begin as a PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return [0x89, 0x50, 0x4e, 0x47].every((byte, i) => bytes[i] === byte);
}

/** Numbers per pixel of PNG's colour types: grey, RGB, palette, grey and RGB with alpha. */
const channelsOfType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Throws for a header whose pixels cannot be in the file: one compressed byte gives 1032 at most. */
function requireFitting(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let chunk = 8; chunk + 12 <= bytes.length; chunk += 12 + view.getUint32(chunk)) {
    const isHeader = view.getUint32(chunk + 4) === 0x49484452; // IHDR
    if (!isHeader || chunk + 25 > bytes.length) continue;
    const [width, height] = [view.getUint32(chunk + 8), view.getUint32(chunk + 12)];
    const channels = channelsOfType[view.getUint8(chunk + 17)] ?? 1;
    const needed = height * Math.ceil((width * channels * view.getUint8(chunk + 16)) / 8);
    if (width === 0 || height === 0 || needed > bytes.length * 1032)
      throw new Error(`a broken PNG file: ${bytes.length} bytes cannot hold ${width} × ${height} pixels`);
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
