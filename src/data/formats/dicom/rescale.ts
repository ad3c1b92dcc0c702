import type { VoxelKind } from '../../volume';
import type { DicomFrame } from './frames';
import type { DicomHeader } from './header';

/** Samples as they lie in the file: unsigned, and with bits that do not count. */
export type RawSamples = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Samples with their sign. */
export type StoredValues = RawSamples | Int8Array<ArrayBuffer> | Int16Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** Highest value that marks "no measurement here" in Hounsfield units: air, or less. */
const highestPadding = -1024;
const [least, most] = [-32_768, 32_767];

/** Stored values: the bits from `highBit` down, sign extended if there is a sign. The samples are changed in place. */
export function storedValues(samples: RawSamples, header: DicomHeader): StoredValues {
  const { bitsStored, highBit, signed } = header;
  const [up, down] = [31 - highBit, 32 - bitsStored];
  const isWhole = samples.BYTES_PER_ELEMENT * 8 === bitsStored;
  if (!isWhole)
    for (let i = 0; i < samples.length; i++)
      samples[i] = signed ? (samples[i]! << up) >> down : (samples[i]! << up) >>> down;
  if (!signed) return samples;
  const { buffer, byteOffset, length } = samples;
  if (samples instanceof Uint8Array) return new Int8Array(buffer, byteOffset, length);
  if (samples instanceof Uint16Array) return new Int16Array(buffer, byteOffset, length);
  return new Int32Array(buffer, byteOffset, length);
}

/**
 * Hounsfield units, or labels: slope and intercept are applied in double precision.
 *
 * Of images (not of labels) values that the file calls padding become −1024 HU if they were more, and stay what they
 * are if they were less, but not below −32,768: so no padding looks like tissue, and none costs the integers.
 *
 * @returns 16-bit integers if slope and intercept are whole and all values fit, else 32-bit floats
 */
export function rescale(
  stored: ArrayLike<number>,
  { slope, intercept }: Pick<DicomFrame, 'slope' | 'intercept'>,
  padding: DicomHeader['padding'],
  kind: VoxelKind,
): Int16Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  const [low, high] = (kind === 'hu' ? padding : null) ?? [Infinity, -Infinity];
  const value = (stored: number) => {
    const scaled = stored * slope + intercept;
    return stored >= low && stored <= high ? Math.max(least, Math.min(highestPadding, scaled)) : scaled;
  };
  const isWhole = Number.isInteger(slope) && Number.isInteger(intercept);
  const values = isWhole && fits(stored, value) ? new Int16Array(stored.length) : new Float32Array(stored.length);
  for (let i = 0; i < values.length; i++) values[i] = value(stored[i]!);
  return values;
}

function fits(stored: ArrayLike<number>, value: (stored: number) => number): boolean {
  for (let i = 0; i < stored.length; i++) {
    const scaled = value(stored[i]!);
    if (scaled < least || scaled > most) return false;
  }
  return true;
}
