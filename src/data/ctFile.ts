/** Something to read bytes from by name: a browser's `File` fits as it is; bytes become one by {@link ctFile}. */
export interface CtFile {
  /** Name of the file, perhaps with folders before it; messages give it back. */
  readonly name: string;
  /** The whole content. */
  arrayBuffer(): Promise<ArrayBuffer>;
  /** The bytes from `start` to before `end`, or to the end of the file. Without it headers cost reading the whole file. */
  slice?(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** Bytes in memory as a file of a name. */
export function ctFile(name: string, bytes: Uint8Array): CtFile {
  return { name, arrayBuffer: async () => new Uint8Array(bytes).buffer };
}

/** The whole content of a file. */
export async function readBytes(file: CtFile): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

/** The first bytes of a file: `length` of them or, if the file is shorter or cannot be read in part, all it has. */
export async function readStart(file: CtFile, length: number): Promise<Uint8Array> {
  return new Uint8Array(await (file.slice?.(0, length) ?? file).arrayBuffer());
}

/** The bytes from `start` to before `end`, or fewer where the file ends before. */
export async function readRange(file: CtFile, start: number, end: number): Promise<Uint8Array> {
  if (!file.slice) return (await readBytes(file)).subarray(start, end);
  return new Uint8Array(await file.slice(start, end).arrayBuffer());
}
