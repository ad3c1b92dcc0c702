import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

/** A zip of files by their names; `level` 0 stores them. */
export async function zipOf(
  files: Record<string, Uint8Array>,
  { level = 6, password }: { level?: number; password?: string } = {},
): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { level, password, useWebWorkers: false });
  for (const [name, bytes] of Object.entries(files)) await zip.add(name, new Uint8ArrayReader(bytes));
  return zip.close();
}
