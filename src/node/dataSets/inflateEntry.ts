import { promisify } from 'node:util';
import { crc32, inflateRaw, type ZlibOptions } from 'node:zlib';

import { CtFileError } from '../../data/ctFileError';
import { inflate } from '../../data/inflate';
import type { FoundFile } from './diskFile';
import type { ZipEntry } from './zipDirectory';

/** Maximum size of a compressed file: it is inflated in memory. */
const maxInflated = 2 ** 31;

/** Compression methods that are read. */
export const stored = 0;
const deflated = 8;
const deflated64 = 9;
const methods: readonly number[] = [stored, deflated, deflated64];

/**
 * Reads the first `length` bytes of a file in a zip, or all bytes with a checksum comparison.
 *
 * @throws CtFileError if it is damaged, encrypted, too large or packed by another method
 */
export async function inflateEntry(
  zip: FoundFile,
  entry: ZipEntry,
  name: string,
  length: number,
): Promise<ArrayBuffer> {
  requireReadable(entry, name);
  const offset = await dataOffset(zip, entry, name);
  const isPart = length < entry.size;
  const most = isPart && entry.method !== deflated64 ? bytesFor(length) : Number.POSITIVE_INFINITY;
  const packed = await zip.slice(offset, offset + Math.min(entry.packedSize, most)).arrayBuffer();
  if (isPart && entry.method === deflated) return start(new Uint8Array(packed), length, name);
  const bytes = await unpack(packed, zip, entry, name);
  if (bytes.byteLength < entry.size)
    throw new CtFileError(
      name,
      `has ${bytes.byteLength} bytes in its zip instead of ${entry.size}; download the zip again`,
    );
  if (isPart) return bytes.slice(0, length);
  if (crc32(new Uint8Array(bytes)) !== entry.crc32) throw damaged(name, 'Invalid CRC32');
  return bytes;
}

/** Most compressed bytes that are needed for the first `length`: Deflate takes at most 15 bits for one. */
const bytesFor = (length: number) => 2 * length + 2 ** 16;

async function start(packed: Uint8Array, length: number, name: string): Promise<ArrayBuffer> {
  const bytes = await inflate(packed, 'deflate-raw', length, name, { isStart: true });
  if (bytes.length < length) throw damaged(name, 'cut off');
  return bytes.slice().buffer as ArrayBuffer;
}

async function unpack(packed: ArrayBuffer, zip: FoundFile, entry: ZipEntry, name: string): Promise<ArrayBuffer> {
  const { method, size } = entry;
  if (method === stored) return packed;
  try {
    if (method === deflated64) return await inflate64(zip, entry);
    // A chunk that is never full: else Node makes a second one, and joins them in a third.
    const bytes = await inflateAll(packed, { maxOutputLength: size + 1, chunkSize: Math.max(64, size + 1) });
    if (bytes.length > size) throw new Error(`more than the ${size} bytes it should have`);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  } catch (cause) {
    throw damaged(name, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

const inflateAll = promisify<ArrayBuffer, ZlibOptions, Buffer>(inflateRaw);

/** Inflates Deflate64, which Node lacks. */
async function inflate64(zip: FoundFile, { offset }: ZipEntry): Promise<ArrayBuffer> {
  const { Reader, ZipReader } = await import('@zip.js/zip.js');
  const { size } = await zip.describe();
  const readUint8Array = async (start: number, length: number) =>
    new Uint8Array(await zip.slice(start, Math.min(start + length, size)).arrayBuffer());
  const reader = Object.assign(new Reader(zip), { size, readUint8Array });
  for await (const entry of new ZipReader(reader).getEntriesGenerator())
    if (!entry.directory && entry.offset === offset) return entry.arrayBuffer({ useWebWorkers: false });
  throw new Error('its directory has changed');
}

/** Checks an entry before anything is allocated. */
export function requireReadable({ isEncrypted, method, packedSize, size }: ZipEntry, name: string): void {
  if (isEncrypted) throw new CtFileError(name, 'encrypted in its zip; unpack the zip with its password first');
  if (!methods.includes(method))
    throw new CtFileError(
      name,
      `packed in its zip by method ${methodName(method)}, which is unsupported; unpack it, or zip it again with Deflate`,
    );
  // Deflate expands one byte to at most 1032.
  const most = method === stored ? packedSize : 1032 * packedSize + 64;
  if (size > most)
    throw new CtFileError(name, `cannot have ${size} bytes, with ${packedSize} in its zip; download the zip again`);
  if (method !== stored && size > maxInflated)
    throw new CtFileError(name, `${size} bytes are too many to inflate in memory; unpack the zip first`);
}

/** Name of a compression method as the zip specification lists it. */
function methodName(method: number): string {
  const name = { 12: 'bzip2', 14: 'LZMA', 93: 'Zstandard', 95: 'xz', 98: 'PPMd' }[method];
  return name ? `${method} (${name})` : `${method}`;
}

/** Finds the offset of a file's bytes, after its local header of variable length. */
export async function dataOffset(zip: FoundFile, { offset, packedSize }: ZipEntry, name: string): Promise<number> {
  const header = new DataView(await zip.slice(offset, offset + 30).arrayBuffer());
  const { size } = await zip.describe();
  if (header.byteLength === 30 && header.getUint32(0, true) === 0x04034b50) {
    const start = offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
    if (start + packedSize <= size) return start;
  }
  throw new CtFileError(name, 'its header in the zip is damaged; download or copy the zip again');
}

const damaged = (name: string, why: string, cause?: unknown) =>
  new CtFileError(name, `damaged in its zip (${why}); download or copy the zip again`, { cause });
