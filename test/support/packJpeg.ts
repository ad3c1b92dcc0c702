/** Signed words of 16 bits, or unsigned of 8. */
type Words = Int16Array | Uint8Array;

/** A JPEG-LS frame whose values may be wrong by `near`; none have more bits than `bits`. */
export async function packJpegLs(
  words: Words,
  rows: number,
  columns: number,
  near = 0,
  bits = 8 * words.BYTES_PER_ELEMENT,
): Promise<Uint8Array> {
  const { default: load } = await import('@cornerstonejs/codec-charls');
  const encoder = new (await load({ print: () => {}, printErr: () => {} })).JpegLSEncoder();
  encoder.getDecodedBuffer({ ...frameOf(words, rows, columns), bitsPerSample: bits }).set(new Uint8Array(words.buffer));
  encoder.setNearLossless(near);
  encoder.encode();
  return new Uint8Array(encoder.getEncodedBuffer());
}

/** What the codec that packed it makes of a JPEG-LS frame. */
export async function unpackJpegLs(frame: Uint8Array): Promise<Uint8Array> {
  const { default: load } = await import('@cornerstonejs/codec-charls');
  const decoder = new (await load({ print: () => {}, printErr: () => {} })).JpegLSDecoder();
  decoder.getEncodedBuffer(frame.length).set(frame);
  decoder.decode();
  return new Uint8Array(decoder.getDecodedBuffer());
}

/** A lossless JPEG 2000 frame. */
export async function packJpeg2000(words: Words, rows: number, columns: number): Promise<Uint8Array> {
  const { default: load } = await import('@cornerstonejs/codec-openjpeg');
  const encoder = new (await load({ print: () => {}, printErr: () => {} })).J2KEncoder();
  encoder.getDecodedBuffer(frameOf(words, rows, columns)).set(new Uint8Array(words.buffer));
  encoder.setDecompositions(2);
  encoder.setQuality(true, 0);
  encoder.encode();
  return new Uint8Array(encoder.getEncodedBuffer());
}

function frameOf({ BYTES_PER_ELEMENT }: Words, height: number, width: number): object {
  return { width, height, bitsPerSample: 8 * BYTES_PER_ELEMENT, componentCount: 1, isSigned: BYTES_PER_ELEMENT === 2 };
}

/**
 * A lossless JPEG frame, predicted from the pixel to the left, all 17 categories having a code of 5 bits.
 *
 * @param restartRows restart markers come after so many rows; 0 for none
 */
export function packJpegLossless(words: Int16Array, rows: number, columns: number, restartRows = 0): Uint8Array {
  const size = (value: number) => [value >> 8, value & 0xff];
  const categories = Array.from({ length: 17 }, (_, i) => i);
  const counts = Array.from({ length: 16 }, (_, i) => (i === 4 ? 17 : 0));
  const head = [0xff, 0xd8, 0xff, 0xc4, 0, 19 + 17, 0, ...counts, ...categories];
  const restart = restartRows > 0 ? [0xff, 0xdd, 0, 4, ...size(restartRows * columns)] : [];
  const frame = [0xff, 0xc3, 0, 11, 16, ...size(rows), ...size(columns), 1, 1, 0x11, 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 1, 0, 0];
  const step = restartRows || rows;
  const parts = Array.from({ length: Math.ceil(rows / step) }, (_, i) => {
    const part = packRows(words.subarray(i * step * columns, (i + 1) * step * columns), columns);
    return i === 0 ? part : [0xff, 0xd0 + ((i - 1) % 8), ...part];
  });
  return Uint8Array.from([...head, ...restart, ...frame, ...scan, ...parts.flat(), 0xff, 0xd9]);
}

/** Bits of some rows: the difference's category, then its lowest bits, ones for less than nothing. */
function packRows(words: Int16Array, columns: number): number[] {
  let bits = '';
  const samples = Uint16Array.from(words);
  samples.forEach((sample, i) => {
    const above = i < columns ? 2 ** 15 : samples[i - columns]!;
    const predicted = i % columns === 0 ? above : samples[i - 1]!;
    const difference = ((sample - predicted) << 16) >> 16;
    const category = difference === -32_768 ? 16 : 32 - Math.clz32(Math.abs(difference));
    const low = difference < 0 ? difference + 2 ** category - 1 : difference;
    bits += category.toString(2).padStart(5, '0');
    if (category > 0 && category < 16) bits += low.toString(2).padStart(category, '0');
  });
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1').match(/.{8}/g) ?? [];
  return bytes.flatMap((byte) => (byte === '11111111' ? [0xff, 0] : [Number.parseInt(byte, 2)]));
}
