import { asCtFileError } from './ctFileError';

/**
 * Inflates the first `length` bytes of compressed data, or fewer where the data end.
 *
 * @param file file name for messages
 * @throws CtFileError if the data are damaged or truncated before `length` bytes
 */
export async function inflate(
  bytes: Uint8Array,
  format: 'gzip' | 'deflate' | 'deflate-raw',
  length: number,
  file: string,
): Promise<Uint8Array> {
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  const written = writer.write(new Uint8Array(bytes)).then(() => writer.close());
  written.catch(() => {}); // the reader gets the same error
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.readable.getReader();
  const out = new Uint8Array(length);
  let filled = 0;
  try {
    while (filled < length) {
      const { done, value } = await reader.read();
      if (done) break;
      const part = value.subarray(0, length - filled);
      out.set(part, filled);
      filled += part.length;
    }
  } catch (cause) {
    throw asCtFileError(file, cause, 'the compressed data are damaged or cut off');
  }
  if (filled === length) await reader.cancel().catch(() => {});
  return out.subarray(0, filled);
}

/** Whether bytes begin as gzipped ones do. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
