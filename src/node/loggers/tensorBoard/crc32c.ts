/** Computes the checksum CRC-32C (Castagnoli) of RFC 3720, which TensorFlow's record files use. */
export function crc32c(bytes: Uint8Array): number {
  if (!remainders) remainders = makeTable();
  let crc = 0xffffffff;
  for (const byte of bytes) crc = remainders[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

let remainders: Uint32Array | null = null;

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    return crc;
  });
}
