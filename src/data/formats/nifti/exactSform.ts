import type { Affine } from '../../volume';

/*
 * NIfTI-1 keeps its sform in float32, so that a spacing of 0.743 reads back as 0.7429999709129333. A header extension,
 * a comment that other programs ignore, keeps the float64 numbers; it applies only while the sform still agrees with
 * it.
 */

/** Rows x, y, z. */
export type SformRows = readonly [readonly number[], readonly number[], readonly number[]];

const prefix = 'sform in float64: ';
const commentCode = 6;
/** Offset of the first extension; the four bytes before it flag whether there is one. */
const start = 352;

/** Encodes the extension with the four bytes before it. */
export function encodeExactSform(sform: Affine): Uint8Array {
  const text = new TextEncoder().encode(prefix + sform.flat().join(' '));
  const length = Math.ceil((8 + text.length) / 16) * 16;
  const bytes = new Uint8Array(4 + length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 1);
  view.setInt32(4, length, true);
  view.setInt32(8, commentCode, true);
  bytes.set(text, 12);
  return bytes;
}

/**
 * Returns the float64 numbers of an sform if the header's first extension has them and they round to `sform`; else
 * `sform`.
 */
export function decodeExactSform(bytes: Uint8Array, sform: SformRows): SformRows {
  if (bytes.length < start + 8 || bytes[start - 4] !== 1) return sform;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = start + view.getInt32(start, true);
  if (view.getInt32(start + 4, true) !== commentCode || end > bytes.length) return sform;
  const text = new TextDecoder('latin1').decode(bytes.subarray(start + 8, Math.max(end, start + 8)));
  if (!text.startsWith(prefix)) return sform;
  const exact = text.slice(prefix.length).replace(/\0+$/, '').split(' ').map(Number);
  if (exact.length !== 12 || sform.flat().some((value, i) => Math.fround(exact[i]!) !== value)) return sform;
  return [exact.slice(0, 4), exact.slice(4, 8), exact.slice(8)];
}
