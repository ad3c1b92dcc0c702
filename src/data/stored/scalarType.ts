import { CtFileError } from '../ctFileError';
import type { VoxelArray } from '../volume';

const arrays = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** Type of a file's numbers. */
export type ScalarType = keyof typeof arrays | 'int64' | 'uint64';

/** Returns the bytes of one number. */
export function bytesOf(type: ScalarType): number {
  return isWide(type) ? 8 : arrays[type].BYTES_PER_ELEMENT;
}

/** Returns the type of an array's numbers. */
export function scalarTypeOf(data: VoxelArray): keyof typeof arrays {
  const types = Object.keys(arrays) as (keyof typeof arrays)[];
  return types.find((type) => data instanceof arrays[type])!;
}

/**
 * Interprets bytes as numbers: a view if the alignment permits, else a copy. Assumes a little-endian machine, as all
 * JavaScript platforms are.
 *
 * @throws CtFileError for 64-bit integers that do not fit into 32 bits
 */
export function decodeScalars(bytes: Uint8Array, type: ScalarType, bigEndian: boolean, file: string): VoxelArray {
  const size = bytesOf(type);
  const swap = bigEndian && size > 1;
  const own = swap || bytes.byteOffset % size !== 0 ? bytes.slice() : bytes;
  if (swap) swapBytes(own, size);
  if (isWide(type)) return narrow(own, type, file);
  return new arrays[type](own.buffer as ArrayBuffer, own.byteOffset, own.byteLength / size);
}

function isWide(type: ScalarType): type is 'int64' | 'uint64' {
  return type === 'int64' || type === 'uint64';
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size)
    for (let low = start, high = start + size - 1; low < high; low++, high--) {
      const byte = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = byte;
    }
}

/** Narrows 64-bit integers to 32 bits; the upper half may contain only the sign. */
function narrow(bytes: Uint8Array, type: 'int64' | 'uint64', file: string): Int32Array | Uint32Array {
  const halves = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const narrowed = type === 'int64' ? new Int32Array(halves.length / 2) : new Uint32Array(halves.length / 2);
  for (let i = 0; i < narrowed.length; i++) {
    const low = halves[2 * i]!;
    if (halves[2 * i + 1] !== (type === 'int64' ? low >> 31 : 0))
      throw new CtFileError(file, `voxel ${i} is an integer of 64 bits that does not fit into 32`);
    narrowed[i] = low;
  }
  return narrowed;
}
