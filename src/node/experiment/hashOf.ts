import { createHash } from 'node:crypto';

/** Computes the SHA-256 of plain data as JSON, in hexadecimal digits. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
