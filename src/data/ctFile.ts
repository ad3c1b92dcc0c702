import { asCtFileError } from './ctFileError';

/** Something that can give its bytes: a browser's `Blob`, or a part of a {@link CtFile}. */
export interface Bytes {
  /** The whole content. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Something to read bytes from by name: a browser's `File` fits as it is; bytes become one by {@link ctFile}. */
export interface CtFile extends Bytes {
  /** Name of the file, perhaps with folders before it; messages give it back. */
  readonly name: string;
  /** Those from `start` to before `end`, or to the end of the file. Without it headers cost reading the whole file. */
  slice?(start: number, end: number): Bytes;
}

/** Bytes in memory as a file of a name. */
export function ctFile(name: string, bytes: Uint8Array): CtFile {
  return { name, arrayBuffer: async () => new Uint8Array(bytes).buffer };
}

/** The whole content of a file. @throws CtFileError (the promise), as the next two, if it cannot be read */
export async function readBytes(file: CtFile): Promise<Uint8Array> {
  return load(file, file);
}

/** The first bytes of a file: `length` of them or, if the file is shorter or cannot be read in part, all it has. */
export async function readStart(file: CtFile, length: number): Promise<Uint8Array> {
  return load(file, file.slice?.(0, length) ?? file);
}

/** The bytes from `start` to before `end`, or fewer where the file ends before. */
export async function readRange(file: CtFile, start: number, end: number): Promise<Uint8Array> {
  return file.slice ? load(file, file.slice(start, end)) : (await readBytes(file)).subarray(start, end);
}

/** A user may have moved a file since it was chosen in the browser. */
async function load({ name }: CtFile, bytes: Bytes): Promise<Uint8Array> {
  try {
    return new Uint8Array(await bytes.arrayBuffer());
  } catch (cause) {
    throw asCtFileError(name, cause, 'the file cannot be read');
  }
}
