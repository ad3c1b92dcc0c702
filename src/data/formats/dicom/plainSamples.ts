import type { DicomHeader } from './header';
import type { RawSamples } from './rescale';

/** Bytes of one frame that is not compressed. */
export function frameLength({ rows, columns, bitsAllocated }: DicomHeader): number {
  return (rows * columns * bitsAllocated) / 8;
}

/** Bytes of one frame as numbers, in an array of their own. All that run JavaScript today are little endian. */
export function plainSamples(bytes: Uint8Array, { bitsAllocated }: DicomHeader, bigEndian: boolean): RawSamples {
  const copy = new Uint8Array(bytes);
  const sampleBytes = bitsAllocated / 8;
  if (bigEndian) for (let at = 0; at < copy.length; at += sampleBytes) copy.subarray(at, at + sampleBytes).reverse();
  if (bitsAllocated === 8) return copy;
  return bitsAllocated === 16 ? new Uint16Array(copy.buffer) : new Uint32Array(copy.buffer);
}
