import type { DicomHeader } from './header';
import { frameLength } from './plainSamples';

/** A frame of 64 bytes of head and runs becomes at most this many times longer. */
const mostGrowth = 64;

/**
 * Unpacks an RLE frame (PS3.5 annex G): one run-length coded segment for each byte of a sample, the highest first.
 *
 * @returns samples in little endian
 * @throws Error if the frame is broken, before anything is allocated where it is far too short
 */
export function unpackRle(frame: Uint8Array, header: DicomHeader): Uint8Array {
  const length = frameLength(header);
  if (frame.length < 64 || (frame.length - 64) * mostGrowth < length) throw new Error('it is cut off');
  const head = new DataView(frame.buffer, frame.byteOffset, 64);
  const sampleBytes = header.bitsAllocated / 8;
  const segments = head.getUint32(0, true);
  if (segments !== sampleBytes) throw new Error(`${sampleBytes} segments are needed; received ${segments}`);
  const out = new Uint8Array(length);
  for (let segment = 0; segment < segments; segment++) {
    const start = head.getUint32(4 + 4 * segment, true);
    const end = segment + 1 < segments ? head.getUint32(8 + 4 * segment, true) : frame.length;
    if (start < 64 || end < start || end > frame.length)
      throw new Error(`segment ${segment + 1} lies outside the frame`);
    unpackSegment(frame.subarray(start, end), out, sampleBytes - 1 - segment, sampleBytes);
  }
  return out;
}

/** Writes every `step`th byte from `first` on; runs beyond the end are cut. */
function unpackSegment(segment: Uint8Array, out: Uint8Array, first: number, step: number): void {
  let at = 0;
  let to = first;
  while (to < out.length) {
    if (at >= segment.length) throw new Error('a segment is cut off');
    const code = segment[at++]!;
    if (code === 128) continue;
    const count = code < 128 ? code + 1 : 257 - code;
    if (at + (code < 128 ? count : 1) > segment.length) throw new Error('a segment is cut off');
    for (let i = 0; i < count && to < out.length; i++, to += step) out[to] = segment[code < 128 ? at + i : at]!;
    at += code < 128 ? count : 1;
  }
}
