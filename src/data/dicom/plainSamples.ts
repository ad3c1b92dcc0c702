import type { DicomHeader } from './header';
import type { RawSamples } from './rescale';

/** Bytes of one sample. */
export function bytesPerSample({ bitsAllocated }: DicomHeader): number {
  return bitsAllocated / 8;
}

/** Bytes of one frame that is not compressed. */
export function frameLength(header: DicomHeader): number {
  return header.rows * header.columns * bytesPerSample(header);
}

/** Bytes of one frame as numbers, in an array of their own. */
export function plainSamples(bytes: Uint8Array, { bitsAllocated }: DicomHeader, bigEndian: boolean): RawSamples {
  if (bitsAllocated === 8) return bytes.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bitsAllocated === 16) return new Uint16Array(bytes.length / 2).map((_, i) => view.getUint16(2 * i, !bigEndian));
  return new Uint32Array(bytes.length / 4).map((_, i) => view.getUint32(4 * i, !bigEndian));
}
