/**
 * Encodes an integer field of a protocol buffer: the field's number in its `.proto` file, and the value.
 *
 * @see https://protobuf.dev/programming-guides/encoding
 */
export const integerField = (field: number, value: number): Uint8Array => joinBytes([key(field, 0), varint(value)]);

/** Encodes a text, bytes, or a nested message. */
export function bytesField(field: number, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return joinBytes([key(field, 2), varint(bytes.length), bytes]);
}

export const floatField = (field: number, value: number): Uint8Array =>
  joinBytes([key(field, 5), littleEndian(4, (view) => view.setFloat32(0, value, true))]);

export const doubleField = (field: number, value: number): Uint8Array =>
  joinBytes([key(field, 1), littleEndian(8, (view) => view.setFloat64(0, value, true))]);

/** Encodes repeated integers, packed into one field. */
export const integersField = (field: number, values: number[]): Uint8Array =>
  bytesField(field, joinBytes(values.map(varint)));

export function joinBytes(parts: Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

const key = (field: number, type: 0 | 1 | 2 | 5) => varint((field << 3) | type);

/**
 * Encodes a varint: seven bits per byte, low ones first, with the high bit set in all but the last. Negative numbers
 * take 64 bits.
 */
function varint(value: number): Uint8Array {
  const septets: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    septets.push(Number(rest & 127n) | (rest < 128n ? 0 : 128));
    if (rest < 128n) return Uint8Array.from(septets);
  }
}

function littleEndian(length: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length);
  write(new DataView(bytes.buffer));
  return bytes;
}
