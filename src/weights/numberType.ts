/** Storage format of a number. */
export interface NumberType {
  /** Bytes of one number. */
  readonly bytes: number;
  /** Reads the number at a byte offset. */
  readonly read: (view: DataView, at: number, littleEndian: boolean) => number;
}

/** Number types in weights files; integers are counters and the like. */
export const numberTypes = {
  float16: { bytes: 2, read: (view, at, little) => half(view.getUint16(at, little)) },
  bfloat16: { bytes: 2, read: (view, at, little) => upperHalf(view.getUint16(at, little)) },
  float32: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  float64: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
  int8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  uint8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  int32: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  int64: { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
} as const satisfies Record<string, NumberType>;

/** Decodes all numbers to float32. */
export function decodeNumbers(bytes: Uint8Array, type: NumberType, littleEndian = true): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Float32Array(bytes.byteLength / type.bytes);
  for (let i = 0; i < numbers.length; i++) numbers[i] = type.read(view, i * type.bytes, littleEndian);
  return numbers;
}

/** Decodes IEEE 754 binary16: 1 sign bit, 5 exponent bits, 10 fraction bits; float32 has 1, 8 and 23. */
function half(bits: number): number {
  const sign = (bits & 0x8000) << 16;
  const rest = (bits & 0x7fff) << 13;
  const isNumber = rest < 0x0f800000; // neither infinite nor NaN
  return isNumber ? asFloat32(sign | rest) * 2 ** 112 : asFloat32(sign | 0x70000000 | rest);
}

/** Bfloat16 is the upper half of a float32. */
const upperHalf = (bits: number) => asFloat32(bits << 16);

const word = new DataView(new ArrayBuffer(4));

function asFloat32(bits: number): number {
  word.setInt32(0, bits);
  return word.getFloat32(0);
}
