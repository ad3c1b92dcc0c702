import type { FileEntry } from '@zip.js/zip.js';

import { CtFileError } from '../../data/ctFileError';
import type { ByteCache } from './byteCache';
import type { FoundFile } from './diskFile';

/** A file in a zip may have this many bytes: what is compressed is inflated to memory whole. */
const maxInflated = 2 ** 31;

/**
 * The files in a zip, which is read at random places and never as a whole. They are called after it:
 * `patient.zip/PATIENT_DICOM/image_0`.
 *
 * A part of a stored file is read from its place in the zip, so a zip in it costs nothing. A compressed file is inflated
 * whole; if parts of it are asked for, the cache keeps it.
 *
 * @throws CtFileError if the zip is broken, encrypted, or names a file outside itself
 */
export async function zipFiles(zip: FoundFile, cache: ByteCache): Promise<FoundFile[]> {
  const { Reader, ZipReader } = await import('@zip.js/zip.js');
  const { size } = await zip.describe();
  const readUint8Array = async (index: number, length: number) =>
    new Uint8Array(await zip.slice(index, Math.min(index + length, size)).arrayBuffer());
  const reader = Object.assign(new Reader(zip), { size, readUint8Array });
  const entries = await new ZipReader(reader).getEntries({ normalizeFilename: withSlashes }).catch((cause: unknown) => {
    throw new CtFileError(zip.name, whyBroken(cause), { cause });
  });
  return entries.flatMap((entry) => (entry.directory || entry.symlink ? [] : zipped(zip, entry, cache)));
}

const withSlashes = (name: string) => name.replaceAll('\\', '/');

function whyBroken(cause: unknown): string {
  if (cause instanceof Error && 'filename' in cause)
    return `the zip names a file outside itself: "${cause.filename}"; make the zip again`;
  return `not a whole zip (${cause instanceof Error ? cause.message : cause}); download or copy it again`;
}

function zipped(zip: FoundFile, entry: FileEntry, cache: ByteCache): FoundFile {
  const name = `${zip.name}/${entry.filename}`;
  const whole = () => inflated(entry, name);
  const kept = cache.keep(entry.uncompressedSize, whole);
  const slice = async (start: number, end: number) => {
    requireReadable(entry, name);
    if (entry.compressionMethod !== 0) return (await kept()).slice(start, end);
    const offset = await dataOffset(zip, entry, name);
    return zip.slice(offset + start, offset + Math.max(start, Math.min(end, entry.uncompressedSize))).arrayBuffer();
  };
  return {
    name,
    arrayBuffer: whole,
    slice: (start, end) => ({ arrayBuffer: () => slice(start, end) }),
    describe: async () => ({
      size: entry.uncompressedSize,
      stamp: `${entry.uncompressedSize} ${entry.signature} ${entry.rawLastModDate}`,
    }),
  };
}

/** The whole content, its checksum compared. */
async function inflated(entry: FileEntry, name: string): Promise<ArrayBuffer> {
  requireReadable(entry, name);
  const bytes = new Uint8Array(entry.uncompressedSize);
  let filled = 0;
  const out = new WritableStream<Uint8Array>({
    write(part) {
      if (filled + part.length > bytes.length) throw new Error(`more than the ${bytes.length} bytes it should have`);
      bytes.set(part, filled);
      filled += part.length;
    },
  });
  try {
    await entry.getData(out, { checkCrc32: true, useWebWorkers: false });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : cause;
    throw new CtFileError(name, `damaged in its zip (${why}); download or copy the zip again`, { cause });
  }
  if (filled < bytes.length)
    throw new CtFileError(name, `has ${filled} bytes in its zip instead of ${bytes.length}; download the zip again`);
  return bytes.buffer;
}

/** Throws before anything is made room for. */
function requireReadable(entry: FileEntry, name: string): void {
  if (entry.encrypted) throw new CtFileError(name, 'encrypted in its zip; unpack the zip with its password first');
  // Deflate makes at most 1032 bytes of one.
  const most = entry.compressionMethod === 0 ? entry.compressedSize : 1032 * entry.compressedSize + 64;
  if (entry.uncompressedSize > most)
    throw new CtFileError(
      name,
      `cannot have ${entry.uncompressedSize} bytes, with ${entry.compressedSize} in its zip; download the zip again`,
    );
  if (entry.compressionMethod !== 0 && entry.uncompressedSize > maxInflated)
    throw new CtFileError(
      name,
      `${entry.uncompressedSize} bytes are too many to inflate in memory; unpack the zip first`,
    );
}

/** Where the bytes of a stored file begin: behind its own header, whose length only it tells. */
async function dataOffset(zip: FoundFile, { offset, compressedSize }: FileEntry, name: string): Promise<number> {
  const header = new DataView(await zip.slice(offset, offset + 30).arrayBuffer());
  const { size } = await zip.describe();
  if (header.byteLength === 30 && header.getUint32(0, true) === 0x04034b50) {
    const start = offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
    if (start + compressedSize <= size) return start;
  }
  throw new CtFileError(name, 'its header in the zip is damaged; download or copy the zip again');
}
