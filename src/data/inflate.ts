import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from 'pako';

import { nextTurn } from '../utils/nextTurn';
import { CtFileError } from './ctFileError';

/** Window bits by which zlib knows what wraps the compressed data. */
const windowBits = { gzip: 31, deflate: 15, 'deflate-raw': -15 } as const;

/** Bytes to inflate before the event loop runs. */
const atOnce = 2 ** 23;

/** Options of {@link inflate}. */
interface InflateOptions {
  /** Whether `bytes` are only the beginning of the data, so that their end and checksum are missing. */
  readonly isStart?: boolean;
}

/**
 * Inflates the first `length` bytes of compressed data, or fewer where the data end.
 *
 * Gzipped data may have several members, one after another. What follows the last one (padding, a signature) is
 * ignored, alike in all browsers and versions of Node, whose `DecompressionStream` disagree. If the data have no more
 * than `length` bytes, their checksum is verified.
 *
 * @param file file name for messages
 * @throws CtFileError if the data are damaged or cut off
 */
export async function inflate(
  bytes: Uint8Array,
  format: keyof typeof windowBits,
  length: number,
  file: string,
  { isStart = false }: InflateOptions = {},
): Promise<Uint8Array> {
  const stream = new ZStream();
  zlibInflateInit2(stream, windowBits[format]);
  stream.input = bytes;
  stream.avail_in = bytes.length;
  stream.output = new Uint8Array(length);
  while (true) {
    stream.avail_out = Math.min(length - stream.next_out, atOnce);
    const [read, written] = [stream.next_in, stream.next_out];
    const status = zlibInflate(stream, Z_NO_FLUSH);
    const hasMember = status === Z_STREAM_END && format === 'gzip' && isGzip(bytes.subarray(stream.next_in));
    if (status === Z_STREAM_END && !hasMember) break;
    if (hasMember) zlibInflateReset(stream);
    else if (status === Z_OK && (stream.next_in > read || stream.next_out > written)) await nextTurn();
    else if (status === Z_BUF_ERROR && (isStart || stream.avail_in > 0))
      break; // there is more than asked for
    else
      throw new CtFileError(
        file,
        `the compressed data are damaged or cut off (${stream.msg || 'unexpected end of file'})`,
      );
  }
  return stream.output.subarray(0, stream.next_out);
}

/** Whether bytes begin as gzipped ones do. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
