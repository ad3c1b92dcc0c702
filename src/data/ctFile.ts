/** Something to read bytes from by name: a browser's `File` fits as it is; bytes become one by {@link ctFile}. */
export interface CtFile {
  /** Name of the file, perhaps with folders before it; messages give it back. */
  readonly name: string;
  /** The whole content. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Bytes in memory as a file of a name. */
export function ctFile(name: string, bytes: Uint8Array): CtFile {
  return { name, arrayBuffer: async () => new Uint8Array(bytes).buffer };
}

/** The whole content of a file. */
export async function readBytes(file: CtFile): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
