import type { FileEntry } from '@zip.js/zip.js';

import { CtFileError } from '../../data/ctFileError';
import type { ByteCache } from './byteCache';
import type { FoundFile } from './diskFile';

/** Maximum size of a file in a zip: compressed files are inflated in memory. */
const maxInflated = 2 ** 31;

/** Compression methods that are read: stored, Deflate and Deflate64. */
const stored = 0;
const methods: readonly number[] = [stored, 8, 9];

/** Longest beginning of a compressed file that is inflated without the rest, enough for headers. */
const maxStart = 2 ** 20;

/**
 * Lists the files in a zip, with random access to the zip. They are named after it:
 * `patient.zip/PATIENT_DICOM/image_0`.
 *
 * Stored files are read in place, so a zip stored in a zip costs nothing. A zip compressed in a zip is inflated to
 * memory and cached. Other compressed files are inflated at every read.
 *
 * @throws CtFileError if the zip is broken, encrypted, or names a file outside itself
 */
export async function zipFiles(zip: FoundFile, cache: ByteCache): Promise<FoundFile[]> {
  const { Reader, ZipReader } = await import('@zip.js/zip.js');
  const { size } = await zip.describe();
  const source = zip.isSeekable ? zip : inMemory(zip, cache.keep(size, zip.arrayBuffer));
  const readUint8Array = async (index: number, length: number) =>
    new Uint8Array(await source.slice(index, Math.min(index + length, size)).arrayBuffer());
  const reader = Object.assign(new Reader(zip), { size, readUint8Array });
  const entries = await new ZipReader(reader).getEntries({ normalizeFilename: withSlashes }).catch((cause: unknown) => {
    throw cause instanceof CtFileError ? cause : new CtFileError(zip.name, whyBroken(cause), { cause });
  });
  return entries.flatMap((entry) => (entry.directory || entry.symlink ? [] : zipped(source, entry)));
}

function inMemory(file: FoundFile, load: () => Promise<ArrayBuffer>): FoundFile {
  const slice = (start: number, end: number) => ({ arrayBuffer: async () => (await load()).slice(start, end) });
  return { ...file, isSeekable: true, slice };
}

const withSlashes = (name: string) => name.replaceAll('\\', '/');

function whyBroken(cause: unknown): string {
  if (cause instanceof Error && 'filename' in cause)
    return `the zip names a file outside itself: "${cause.filename}"; make the zip again`;
  return `not a whole zip (${cause instanceof Error ? cause.message : cause}); download or copy it again`;
}

function zipped(zip: FoundFile, entry: FileEntry): FoundFile {
  const name = `${zip.name}/${entry.filename}`;
  const { uncompressedSize: size, signature, rawLastModDate } = entry;
  const isSeekable = entry.compressionMethod === stored;
  const slice = async (start: number, end: number) => {
    if (!isSeekable) return (await inflated(entry, name, end <= maxStart ? end : size)).slice(start, end);
    requireReadable(entry, name);
    const offset = await dataOffset(zip, entry, name);
    return zip.slice(offset + start, offset + Math.max(start, Math.min(end, size))).arrayBuffer();
  };
  return {
    name,
    isSeekable,
    arrayBuffer: () => inflated(entry, name, size),
    slice: (start, end) => ({ arrayBuffer: () => slice(start, end) }),
    describe: async () => ({ size, stamp: `${size} ${signature} ${rawLastModDate}` }),
  };
}

/** Inflates the first `length` bytes, or all bytes with a checksum comparison. */
async function inflated(entry: FileEntry, name: string, length: number): Promise<ArrayBuffer> {
  requireReadable(entry, name);
  const bytes = new Uint8Array(Math.min(length, entry.uncompressedSize));
  const isPart = bytes.length < entry.uncompressedSize;
  let filled = 0;
  const out = new WritableStream<Uint8Array>({
    write(part) {
      const fits = part.subarray(0, bytes.length - filled);
      bytes.set(fits, filled);
      filled += fits.length;
      if (isPart && filled === bytes.length) throw new Error('enough');
      if (fits.length < part.length) throw new Error(`more than the ${bytes.length} bytes it should have`);
    },
  });
  try {
    await entry.getData(out, { checkCrc32: true, useWebWorkers: false });
  } catch (cause) {
    if (isPart && filled === bytes.length) return bytes.buffer;
    const why = cause instanceof Error ? cause.message : cause;
    throw new CtFileError(name, `damaged in its zip (${why}); download or copy the zip again`, { cause });
  }
  if (filled < bytes.length)
    throw new CtFileError(name, `has ${filled} bytes in its zip instead of ${bytes.length}; download the zip again`);
  return bytes.buffer;
}

/** Checks an entry before anything is allocated. */
function requireReadable(entry: FileEntry, name: string): void {
  if (entry.encrypted) throw new CtFileError(name, 'encrypted in its zip; unpack the zip with its password first');
  if (!methods.includes(entry.compressionMethod))
    throw new CtFileError(
      name,
      `packed in its zip by method ${methodName(entry.compressionMethod)}, which is unsupported; unpack it, or zip it again with Deflate`,
    );
  // Deflate expands one byte to at most 1032.
  const most = entry.compressionMethod === stored ? entry.compressedSize : 1032 * entry.compressedSize + 64;
  if (entry.uncompressedSize > most)
    throw new CtFileError(
      name,
      `cannot have ${entry.uncompressedSize} bytes, with ${entry.compressedSize} in its zip; download the zip again`,
    );
  if (entry.compressionMethod !== stored && entry.uncompressedSize > maxInflated)
    throw new CtFileError(
      name,
      `${entry.uncompressedSize} bytes are too many to inflate in memory; unpack the zip first`,
    );
}

/** Name of a compression method as the zip specification lists it. */
function methodName(method: number): string {
  const name = { 12: 'bzip2', 14: 'LZMA', 93: 'Zstandard', 95: 'xz', 98: 'PPMd' }[method];
  return name ? `${method} (${name})` : `${method}`;
}

/** Finds the offset of a stored file's bytes, after its local header of variable length. */
async function dataOffset(zip: FoundFile, { offset, compressedSize }: FileEntry, name: string): Promise<number> {
  const header = new DataView(await zip.slice(offset, offset + 30).arrayBuffer());
  const { size } = await zip.describe();
  if (header.byteLength === 30 && header.getUint32(0, true) === 0x04034b50) {
    const start = offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
    if (start + compressedSize <= size) return start;
  }
  throw new CtFileError(name, 'its header in the zip is damaged; download or copy the zip again');
}
