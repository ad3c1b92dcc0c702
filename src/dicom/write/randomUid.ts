/** Makes a unique identifier: a random UUID as a decimal number under the root 2.25 (PS3.5 B.2). */
export function randomUid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40; // version 4
  bytes[8] = (bytes[8]! & 0x3f) | 0x80; // variant
  return `2.25.${bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n)}`;
}
