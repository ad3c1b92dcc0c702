/** An array of a safetensors file. */
interface StoredTensor {
  dtype: string;
  shape: number[];
  bytes: Uint8Array;
}

/** A safetensors file of some arrays, or of a header and data as given. */
export function safetensorsOf(
  tensors: Record<string, StoredTensor>,
  given: { header?: string; data?: Uint8Array } = {},
): Uint8Array {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { dtype, shape, bytes }]) => {
    const start = end;
    end += bytes.length;
    return [name, { dtype, shape, data_offsets: [start, end] }];
  });
  const header = new TextEncoder().encode(given.header ?? JSON.stringify(Object.fromEntries(entries)));
  const parts = [new Uint8Array(BigUint64Array.of(BigInt(header.length)).buffer), header];
  return joined(...parts, ...(given.data ? [given.data] : Object.values(tensors).map(({ bytes }) => bytes)));
}

/** A .npy file of a header as given, a dictionary of Python, and data. */
export function npyOf(header: string, data: Uint8Array, { version = 1 } = {}): Uint8Array {
  const text = new TextEncoder().encode(header);
  const length = version === 1 ? Uint16Array.of(text.length) : Uint32Array.of(text.length);
  const magic = Uint8Array.of(0x93, ...new TextEncoder().encode('NUMPY'), version, 0);
  return joined(magic, new Uint8Array(length.buffer), text, data);
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of parts) {
    all.set(part, filled);
    filled += part.length;
  }
  return all;
}
