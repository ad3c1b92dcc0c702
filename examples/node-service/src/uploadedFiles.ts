import { open, readFile } from 'node:fs/promises';

import { ERR_UNSUPPORTED_COMPRESSION, type FileEntry, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import type { CtFile } from 'msa-unet';
import { ctFiles } from 'msa-unet/node';

import { RequestError } from './requestError';
import type { Settings } from './settings';

type Limits = Pick<Settings, 'maxFiles' | 'maxUnpackedMb'>;

/** The files of an upload: those of a zip, else the file itself. */
export async function uploadedFiles(path: string, limits: Limits, signal: AbortSignal): Promise<readonly CtFile[]> {
  if (!(await isZip(path))) return ctFiles(path);
  try {
    return await unzipped(await readFile(path), limits, signal);
  } catch (error) {
    if (error instanceof RequestError || signal.aborted) throw error;
    if (error instanceof Error && error.message === ERR_UNSUPPORTED_COMPRESSION)
      throw new RequestError(
        422,
        'unknown_compression',
        'The zip uses a compression other than Deflate; zip the files with Deflate',
      );
    throw new RequestError(422, 'broken_zip', 'The zip is damaged or cut off; make it again');
  }
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4));
    return ['PK\x03\x04', 'PK\x05\x06'].includes(buffer.toString('latin1'));
  } finally {
    await file.close();
  }
}

/** Counts what really comes out: the sizes that a zip states may be false. */
async function unzipped(zip: Uint8Array, limits: Limits, signal: AbortSignal): Promise<File[]> {
  const files: File[] = [];
  let [entries, left] = [0, limits.maxUnpackedMb * 1e6];
  for await (const entry of new ZipReader(new Uint8ArrayReader(zip)).getEntriesGenerator()) {
    signal.throwIfAborted();
    if (++entries > limits.maxFiles)
      throw new RequestError(413, 'too_many_files', `The zip holds more than ${limits.maxFiles} files and folders`);
    if (entry.directory || isClutter(entry.filename)) continue;
    if (entry.encrypted)
      throw new RequestError(422, 'encrypted_zip', 'The zip is encrypted; send it without a password');
    const parts = await inflated(entry, left, limits, signal);
    for (const { length } of parts) left -= length;
    files.push(new File(parts, entry.filename));
  }
  if (files.length === 0) throw new RequestError(422, 'empty_zip', 'The zip holds no files');
  return files;
}

/** @param most number of bytes after which it stops */
async function inflated(
  entry: FileEntry,
  most: number,
  { maxUnpackedMb }: Limits,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const tooLarge = new RequestError(413, 'unpacks_too_large', `The zip unpacks to more than ${maxUnpackedMb} MB`);
  let left = most;
  const sink = new WritableStream<Uint8Array>({
    write: (part) => {
      left -= part.length;
      if (left < 0) throw tooLarge;
      parts.push(new Uint8Array(part));
    },
  });
  try {
    await entry.getData(sink, { checkCrc32: true, useWebWorkers: false, signal });
  } catch (error) {
    throw left < 0 ? tooLarge : error;
  }
  return parts;
}

/** What macOS and Windows add to folders. */
const isClutter = (name: string) =>
  name.split('/').some((part) => part.startsWith('.') || part === '__MACOSX' || part === 'Thumbs.db');
