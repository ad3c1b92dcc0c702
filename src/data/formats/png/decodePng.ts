import type { Plane } from '../../plane';
import { eachPngRow, type PngRow } from './eachPngRow';
import { type PngChunks, readPngChunks } from './pngChunks';

/**
 * Decodes a grey 8-bit PNG to grey levels from 0 to 1. RGB is accepted if its channels are equal; alpha is ignored.
 *
 * @throws RangeError for 16-bit PNGs, which contain CT numbers without a window, and for colours
 * @throws Error if the bytes are not a complete PNG
 */
export function decodeGreyPng(bytes: Uint8Array): Plane {
  const png = chunksOf(bytes);
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
  const png = chunksOf(bytes);
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
  const png = chunksOf(bytes);
  const { height, width } = png;
  const data = new Uint8Array(height * width);
  const pixels = new Uint32Array(2 ** 16); // of each brightness
  readLevels(png, (pixel, colours, level) => {
    let brightness = 0;
    for (let colour = 0; colour < colours; colour++) brightness = Math.max(brightness, level(colour));
    data[pixel] = brightness === 0 ? 0 : 1;
    pixels[brightness]!++;
  });
  requireNoiseless(pixels, data.length);
  return { height, width, data };
}

/** @param pixels number of pixels of each brightness */
function requireNoiseless(pixels: Uint32Array, total: number): void {
  const brightest = pixels.findLastIndex((count) => count > 0);
  const faint = [...pixels.subarray(1, Math.max(1, Math.ceil(noise * brightest))).entries()].filter(
    ([, count]) => count > 0,
  );
  if (brightest <= brightestClass || faint.length === 0) return;
  const levels = faint.slice(0, 5).map(([below]) => below + 1);
  const count = faint.reduce((sum, [, some]) => sum + some, 0);
  throw new RangeError(
    `a mask of 0 and ${brightest}, but ${count} of ${total} pixels are ${levels.join(', ')}` +
      `${faint.length > 5 ? ', …' : ''}, as JPEG and smooth resizing leave them; set what is below ` +
      `${Math.ceil(brightest / 2)} to 0 and the rest to ${brightest}, and save it as PNG`,
  );
}

/** Passes the grey level of each pixel to `take`. Throws RangeError at the first colour. */
function readGrey(png: PngChunks, take: (pixel: number, grey: number) => void): void {
  readLevels(png, (pixel, colours, level) => {
    const grey = level(0);
    for (let colour = 1; colour < colours; colour++)
      if (level(colour) !== grey)
        throw new RangeError(
          `expected a grey image; received a colour at row ${Math.floor(pixel / png.width)}, column ${pixel % png.width}`,
        );
    take(pixel, grey);
  });
}

function chunksOf(bytes: Uint8Array): PngChunks {
  if (!isPng(bytes)) throw new Error('not a PNG file');
  return readPngChunks(bytes);
}

/** Returns whether bytes begin like a PNG. */
export function isPng(bytes: Uint8Array): boolean {
  return [0x89, 0x50, 0x4e, 0x47].every((byte, i) => bytes[i] === byte);
}

/** @param colours 1 for grey, 3 for RGB; excludes alpha */
type TakePixel = (pixel: number, colours: number, level: (colour: number) => number) => void;

/** Passes each pixel to `take`, with a function that returns its level in a colour. */
function readLevels(png: PngChunks, take: TakePixel): void {
  const { channels, palette } = png;
  const colours = palette || channels >= 3 ? 3 : 1;
  const numberIn = numberReader(png);
  eachPngRow(png, (row) => {
    for (let i = 0, pixel = row.first; i < row.count; i++, pixel += row.step) {
      const start = palette ? 3 * requireColour(numberIn(row, i), palette) : i * channels;
      take(pixel, colours, (colour) => (palette ? palette[start + colour]! : numberIn(row, start + colour)));
    }
  });
}

function requireColour(colour: number, palette: Uint8Array): number {
  const count = palette.length / 3;
  if (colour < count) return colour;
  throw new Error(`a broken PNG file: colour ${colour} of a palette of ${count}`);
}

/** Makes a function that returns a number of a row; those of less than 8 bits share bytes. */
function numberReader({ depth }: PngChunks): (row: PngRow, index: number) => number {
  if (depth === 8) return ({ bytes }, i) => bytes[i]!;
  if (depth === 16) return ({ bytes }, i) => 256 * bytes[2 * i]! + bytes[2 * i + 1]!;
  const perByte = 8 / depth;
  return ({ bytes }, i) => (bytes[Math.floor(i / perByte)]! >> (8 - depth * ((i % perByte) + 1))) & (2 ** depth - 1);
}
