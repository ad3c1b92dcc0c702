/** Header of a PNG, and what else is needed to decode it. */
export interface PngChunks {
  readonly width: number;
  readonly height: number;
  /** Bits per number. */
  readonly depth: number;
  /** Numbers per pixel, with alpha. */
  readonly channels: number;
  readonly isInterlaced: boolean;
  /** Red, green and blue of each number; `null`: numbers are levels. */
  readonly palette: Uint8Array | null;
  /** Pieces of the compressed rows. */
  readonly data: readonly Uint8Array[];
}

/** Numbers per pixel by PNG colour type, grey, RGB, palette, grey and RGB with alpha, and the depths it may have. */
const colourTypes: Readonly<Record<number, { readonly channels: number; readonly depths: readonly number[] }>> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};
const palettes = 3;

/** Most pixels of a slice: 16,384 × 16,384. */
const mostPixels = 2 ** 28;

/**
 * Reads the chunks of a PNG. Nothing is decoded.
 *
 * @throws RangeError if the image is too large
 * @throws Error if it is broken, or too short for the pixels of its header: one compressed byte yields at most 1032
 */
export function readPngChunks(bytes: Uint8Array): PngChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Omit<PngChunks, 'palette' | 'data'> | null = null;
  let palette: Uint8Array | null = null;
  const data: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length || crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) throw broken();
    const content = bytes.subarray(at + 8, end);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'IHDR') header = readHeader(content, bytes.length);
    if (type === 'PLTE') palette = content;
    if (type === 'IDAT') data.push(content);
    if (type === 'IEND' && header)
      return { ...header, palette: isPalette(bytes) ? requirePalette(palette) : null, data };
    at = end + 4;
  }
  throw broken();
}

function readHeader(content: Uint8Array, fileLength: number): Omit<PngChunks, 'palette' | 'data'> {
  if (content.length !== 13) throw broken();
  const view = new DataView(content.buffer, content.byteOffset, 13);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, type, compression, filter, interlace] = [8, 9, 10, 11, 12].map((at) => content[at]!) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const { channels, depths } = colourTypes[type] ?? { channels: 1, depths: [] };
  const needed = height * Math.ceil((width * channels * depth) / 8);
  if (width === 0 || height === 0 || needed > fileLength * 1032)
    throw new Error(`a broken PNG file: ${fileLength} bytes cannot hold ${width} × ${height} pixels`);
  if (width * height > mostPixels)
    throw new RangeError(`${width} × ${height} pixels are too many for a slice; at most ${mostPixels} are read`);
  if (!depths.includes(depth) || compression !== 0 || filter !== 0 || interlace > 1) throw broken();
  return { width, height, depth, channels, isInterlaced: interlace === 1 };
}

const isPalette = (bytes: Uint8Array) => bytes[25] === palettes;

function requirePalette(palette: Uint8Array | null): Uint8Array {
  if (palette === null || palette.length % 3 !== 0) throw broken();
  return palette;
}

/** Makes the error for a file that is not a complete PNG. */
export const broken = (): Error => new Error('a broken PNG file');

function crc32(bytes: Uint8Array): number {
  let sum = -1;
  for (const byte of bytes) sum = remainders()[(sum ^ byte) & 0xff]! ^ (sum >>> 8);
  return ~sum >>> 0;
}

let table: Int32Array | undefined;

/** Remainders of all bytes. */
function remainders(): Int32Array {
  table ??= Int32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    return rest;
  });
  return table;
}
