import { type FileHandle, open, stat } from 'node:fs/promises';

import type { CtFile } from '../../data/ctFile';
import { CtFileError } from '../../data/ctFileError';

/** File on disk, or in a zip on disk. */
export interface FoundFile extends CtFile {
  /** Whether a slice can be read without decoding what precedes it, or the whole file. */
  readonly isSeekable: boolean;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
  /** Describes the current file: its length, and a stamp that changes with its content. */
  describe(): Promise<{ size: number; stamp: string }>;
}

/**
 * Makes a file on disk that is open only while it is read.
 *
 * @param name name in messages
 * @throws CtFileError (its methods) if the file cannot be read
 */
export function diskFile(path: string, name: string): FoundFile {
  const read = async <T>(task: () => Promise<T>): Promise<T> => {
    try {
      return await task();
    } catch (cause) {
      throw new CtFileError(name, `cannot be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
  };
  const bytes = (start: number, end: number) => read(() => readRange(path, start, end));
  return {
    name,
    isSeekable: true,
    arrayBuffer: () => bytes(0, Number.POSITIVE_INFINITY),
    slice: (start, end) => ({ arrayBuffer: () => bytes(start, end) }),
    describe: () =>
      read(async () => {
        const { size, mtimeMs } = await stat(path);
        return { size, stamp: `${size} ${mtimeMs}` };
      }),
  };
}

async function readRange(path: string, start: number, end: number): Promise<ArrayBuffer> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await fill(file, start, new Uint8Array(Math.max(0, Math.min(end, size) - start)));
  } finally {
    await file.close();
  }
}

/** Node reads less than 2 GiB per call. */
const mostAtOnce = 2 ** 30;

/** Reads until the bytes are full; returns fewer if the file has been truncated. */
async function fill(file: FileHandle, start: number, bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  let filled = 0;
  while (filled < bytes.length) {
    const length = Math.min(bytes.length - filled, mostAtOnce);
    const { bytesRead } = await file.read(bytes, filled, length, start + filled);
    if (bytesRead === 0) return bytes.buffer.slice(0, filled);
    filled += bytesRead;
  }
  return bytes.buffer;
}
