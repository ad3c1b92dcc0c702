/**
 * Makes tfjs's binary without threads define its memory as shared, so that workers of this library can run loops over it.
 *
 * tfjs's own binary with threads starts Emscripten's workers from the text of a function, which minifiers break, and they
 * share only its own kernels.
 *
 * @returns a copy of the binary
 * @throws Error if it defines no memory with a maximum, which a shared one must have
 */
export function sharedBinary(binary: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = binary.slice();
  const flags = memoryFlags(copy);
  if (flags === null || copy[flags] !== hasMaximum)
    throw new Error('the WASM binary of tfjs defines no bounded memory');
  copy[flags] = hasMaximum | isShared;
  return copy;
}

const [hasMaximum, isShared] = [1, 2];
const memorySection = 5;

/** Returns where the flags of the first memory are. The sections of a binary follow a header of eight bytes. */
function memoryFlags(bytes: Uint8Array): number | null {
  for (let at = 8; at < bytes.length; ) {
    const [length, start] = unsigned(bytes, at + 1);
    if (bytes[at] === memorySection) return start + 1; // behind the number of memories
    at = start + length;
  }
  return null;
}

/** Decodes LEB128. */
function unsigned(bytes: Uint8Array, at: number): [value: number, end: number] {
  let value = 0;
  for (let shift = 0, byte = 0x80; byte & 0x80; shift += 7) {
    byte = bytes[at++]!;
    value |= (byte & 0x7f) << shift;
  }
  return [value, at];
}
