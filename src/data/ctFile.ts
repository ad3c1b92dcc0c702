import { asCtFileError } from './ctFileError';

/** Source of bytes: a browser's `Blob`, or a range of a {@link CtFile}. */
export interface Bytes {
  /** Reads the whole content. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Named source of bytes: a browser's `File`, or bytes in memory by {@link ctFile}. */
export interface CtFile extends Bytes {
  /** File name, optionally with folders; messages repeat it. */
  readonly name: string;
  /**
   * Returns the bytes from `start` to before `end`, or to the end of the file. Without it, reading a header loads the
   * whole file.
   */
  slice?(start: number, end: number): Bytes;
}

/**
 * Makes a named file from bytes in memory.
 *
 * @example
 * ```ts
 * import { ctFile, readVolume } from 'msa-unet';
 *
 * const response = await fetch('data:application/octet-stream;base64,AAAA');
 * const file = ctFile('liver.nii', new Uint8Array(await response.arrayBuffer()));
 * await readVolume([file]).catch((error) => console.log(error.name)); // CtFileError
 * ```
 */
export function ctFile(name: string, bytes: Uint8Array): CtFile {
  return { name, arrayBuffer: async () => new Uint8Array(bytes).buffer };
}

/** Reads a whole file. Like the next two functions, throws CtFileError (the promise) if it cannot be read. */
export async function readBytes(file: CtFile): Promise<Uint8Array> {
  return load(file, file);
}

/** Reads the first `length` bytes of a file, or all of it if it is shorter or cannot be read in parts. */
export async function readStart(file: CtFile, length: number): Promise<Uint8Array> {
  return load(file, file.slice?.(0, length) ?? file);
}

/** Reads the bytes from `start` to before `end`, or fewer at the end of the file. */
export async function readRange(file: CtFile, start: number, end: number): Promise<Uint8Array> {
  return file.slice ? load(file, file.slice(start, end)) : (await readBytes(file)).subarray(start, end);
}

/** Fails, for instance, if a file has been moved since it was chosen in the browser. */
async function load({ name }: CtFile, bytes: Bytes): Promise<Uint8Array> {
  try {
    return new Uint8Array(await bytes.arrayBuffer());
  } catch (cause) {
    throw asCtFileError(name, cause, 'the file cannot be read');
  }
}
