import type { Sample } from './sample';

/** JSON header before the pixels of a packed sample. */
interface Header extends Pick<Sample, 'patient' | 'name' | 'height' | 'width'> {
  /** Encoding of the image: one byte per pixel if all values are n / 255, else four. */
  readonly image: 'levels' | 'floats';
  /** Encoding of the mask: one bit per pixel if it is 0 and 1, else one byte. */
  readonly mask: 'bits' | 'bytes';
}

/** Packs a sample losslessly into few bytes: 295 kB for a slice of 512×512. */
export function packSample({ patient, name, height, width, image, mask }: Sample): Uint8Array {
  const levels = toLevels(image);
  const bits = toBits(mask);
  const header: Header = {
    patient,
    name,
    height,
    width,
    image: levels ? 'levels' : 'floats',
    mask: bits ? 'bits' : 'bytes',
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const parts = [text, levels ?? new Uint8Array(image.buffer, image.byteOffset, image.byteLength), bits ?? mask];
  const packed = new Uint8Array(4 + parts.reduce((sum, { length }) => sum + length, 0));
  new DataView(packed.buffer).setUint32(0, text.length);
  let at = 4;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;
}

/** Unpacks a sample into new arrays. Returns `null` if the bytes are not a complete packed sample. */
export function unpackSample(packed: Uint8Array): Sample | null {
  const header = readHeader(packed);
  if (!header) return null;
  const { patient, name, height, width } = header.value;
  const pixels = height * width;
  const imageLength = header.value.image === 'levels' ? pixels : 4 * pixels;
  const maskLength = header.value.mask === 'bits' ? Math.ceil(pixels / 8) : pixels;
  const maskStart = header.end + imageLength;
  if (packed.length !== maskStart + maskLength) return null;
  const image = new Uint8Array(packed.subarray(header.end, maskStart)); // `slice` of a Node Buffer does not copy
  const mask = new Uint8Array(packed.subarray(maskStart));
  return {
    patient,
    name,
    height,
    width,
    image: header.value.image === 'levels' ? fromLevels(image) : new Float32Array(image.buffer),
    mask: header.value.mask === 'bits' ? fromBits(mask, pixels) : mask,
  };
}

function readHeader(packed: Uint8Array): { value: Header; end: number } | null {
  if (packed.length < 4) return null;
  const end = 4 + new DataView(packed.buffer, packed.byteOffset).getUint32(0);
  try {
    const value: Header | null = JSON.parse(new TextDecoder().decode(packed.subarray(4, end)));
    return value && { value, end };
  } catch {
    return null;
  }
}

function toLevels(image: Float32Array): Uint8Array | null {
  const levels = new Uint8Array(image.length);
  for (let i = 0; i < image.length; i++) {
    const level = Math.round(image[i]! * 255);
    if (!Object.is(Math.fround(level / 255), image[i])) return null;
    levels[i] = level;
  }
  return levels;
}

function fromLevels(levels: Uint8Array): Float32Array {
  const image = new Float32Array(levels.length);
  for (let i = 0; i < image.length; i++) image[i] = levels[i]! / 255;
  return image;
}

function toBits(mask: Uint8Array): Uint8Array | null {
  const bits = new Uint8Array(Math.ceil(mask.length / 8));
  for (let i = 0; i < mask.length; i++) {
    if (mask[i]! > 1) return null;
    bits[i >> 3]! |= mask[i]! << (i & 7);
  }
  return bits;
}

function fromBits(bits: Uint8Array, length: number): Uint8Array {
  const mask = new Uint8Array(length);
  for (let i = 0; i < length; i++) mask[i] = (bits[i >> 3]! >> (i & 7)) & 1;
  return mask;
}
