import { type FileHandle, open, stat } from 'node:fs/promises';

import type { CtFile } from '../../data/ctFile';
import { CtFileError } from '../../data/ctFileError';

/** A file that lies on the disk, or in a zip there. */
export interface FoundFile extends CtFile {
  /** Whether a slice costs no more than its own bytes; else all before it, or all of the file, is decoded. */
  readonly isSeekable: boolean;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
  /** What the file is now: its length, and something that changes with its content. */
  describe(): Promise<{ size: number; stamp: string }>;
}

/**
 * A file on the disk that is opened only while it is read.
 *
 * @param name what messages call it
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

/** Node reads less than 2 GiB at a time. */
const mostAtOnce = 2 ** 30;

/** Reads on until the bytes are full; fewer come back if the file has been cut meanwhile. */
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
