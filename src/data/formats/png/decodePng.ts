import { type DecodedPng, decode } from 'fast-png';

import type { Plane } from '../../plane';

/**
 * Decodes a grey 8-bit PNG to grey levels from 0 to 1. RGB is accepted if its channels are equal; alpha is ignored.
 *
 * @throws RangeError for 16-bit PNGs, which contain CT numbers without a window, and for colours
 * @throws Error if the bytes are not a complete PNG
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
 * Decodes a grey PNG to its levels: 0 to 65535 for 16 bits, else 0 to at most 255. RGB is accepted if its channels are
 * equal; alpha is ignored.
 *
 * @throws RangeError for colours
 * @throws Error if the bytes are not a complete PNG
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

/** A mask brighter than this holds levels of grey, not class numbers. */
const brightestClass = 63;
/** Part of the brightest level below which another one is noise. */
const noise = 1 / 8;

/**
 * Decodes a mask: 1 where any colour channel is not 0. Any bit depth, grey, RGB or palette; alpha is ignored.
 *
 * @throws RangeError for a bright mask with faint pixels too, as JPEG and smooth resizing leave them
 * @throws Error if the bytes are not a complete PNG
 */
export function decodeMaskPng(bytes: Uint8Array): Plane<Uint8Array> {
  const png = decodePng(bytes);
  const { height, width } = png;
  const { colours, level } = colourReader(png);
  const levels = new Uint16Array(height * width);
  for (let pixel = 0; pixel < levels.length; pixel++)
    for (let colour = 0; colour < colours; colour++) levels[pixel] = Math.max(levels[pixel]!, level(pixel, colour));
  requireNoiseless(levels);
  return { height, width, data: Uint8Array.from(levels, (brightness) => (brightness === 0 ? 0 : 1)) };
}

function requireNoiseless(levels: Uint16Array): void {
  const brightest = levels.reduce((most, level) => Math.max(most, level), 0);
  const faint = levels.filter((level) => level > 0 && level < noise * brightest);
  if (brightest <= brightestClass || faint.length === 0) return;
  const all = [...new Set(faint)].sort((a, b) => a - b);
  throw new RangeError(
    `a mask of 0 and ${brightest}, but ${faint.length} of ${levels.length} pixels are ${all.slice(0, 5).join(', ')}` +
      `${all.length > 5 ? ', …' : ''}, as JPEG and smooth resizing leave them; set what is below ` +
      `${Math.ceil(brightest / 2)} to 0 and the rest to ${brightest}, and save it as PNG`,
  );
}

/** Passes the grey level of each pixel to `take`. Throws RangeError at the first colour. */
function readGrey(png: DecodedPng, take: (pixel: number, grey: number) => void): void {
  const { height, width } = png;
  const { colours, level } = colourReader(png);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const grey = level(pixel, 0);
    for (let colour = 1; colour < colours; colour++)
      if (level(pixel, colour) !== grey)
        throw new RangeError(
          `expected a grey image; received a colour at row ${Math.floor(pixel / width)}, column ${pixel % width}`,
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

/** Returns whether bytes begin like a PNG. */
export function isPng(bytes: Uint8Array): boolean {
  return [0x89, 0x50, 0x4e, 0x47].every((byte, i) => bytes[i] === byte);
}

/** Numbers per pixel by PNG colour type: grey, RGB, palette, grey and RGB with alpha. */
const channelsOfType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Most pixels of a slice: 16,384 × 16,384. */
const mostPixels = 2 ** 28;

/** Throws if the image is too large, or the file is too short for its header's pixels: one compressed byte yields at most 1032. */
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
    if (width * height > mostPixels)
      throw new RangeError(`${width} × ${height} pixels are too many for a slice; at most ${mostPixels} are read`);
  }
}

interface ColourReader {
  /** 1 for grey, 3 for RGB; excludes alpha. */
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

/** Unpacks levels of 1, 2 or 4 bits; every row begins at a byte. */
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
