import type { ByteCache } from './byteCache';
import type { FoundFile } from './diskFile';
import { dataOffset, inflateEntry, requireReadable, stored } from './inflateEntry';
import type { ZipBudget } from './zipBudget';
import { readZipDirectory, type ZipEntry } from './zipDirectory';

/** Largest zip that is read at once: opening the file for each of its parts would take longer. */
const smallZip = 2 ** 22;
/** Longest beginning of a compressed file that is inflated without the rest, enough for headers. */
const maxStart = 2 ** 20;

/**
 * Lists the files in a zip, with random access to the zip. They are named after it:
 * `patient.zip/PATIENT_DICOM/image_0`.
 *
 * Stored files are read in place, so a zip stored in a zip costs nothing. A zip compressed in a zip is inflated to
 * memory and cached. Other compressed files are inflated at every read.
 *
 * @throws CtFileError if the zip is broken, names a file outside itself, or takes more than the budget
 */
export async function zipFiles(zip: FoundFile, cache: ByteCache, budget: ZipBudget): Promise<FoundFile[]> {
  const { size } = await zip.describe();
  if (zip instanceof ZippedFile) budget.takeZip(zip.name, zip.isSeekable ? 0 : size);
  else budget.addArchive(size);
  const source =
    zip.isSeekable && size > smallZip
      ? zip
      : inMemory(
          zip,
          cache.keep(size, () => zip.arrayBuffer()),
        );
  const entries = await readZipDirectory(source, (count) => budget.takeFiles(zip.name, count));
  return entries.map((entry) => new ZippedFile(source, entry));
}

function inMemory(file: FoundFile, load: () => Promise<ArrayBuffer>): FoundFile {
  const slice = (start: number, end: number) => ({ arrayBuffer: async () => (await load()).slice(start, end) });
  return { name: file.name, isSeekable: true, arrayBuffer: load, slice, describe: () => file.describe() };
}

/** File in a zip. */
class ZippedFile implements FoundFile {
  readonly name: string;

  constructor(
    private readonly zip: FoundFile,
    private readonly entry: ZipEntry,
  ) {
    this.name = `${zip.name}/${entry.name}`;
  }

  get isSeekable(): boolean {
    return this.entry.method === stored;
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return inflateEntry(this.zip, this.entry, this.name, this.entry.size);
  }

  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> } {
    return { arrayBuffer: () => this.read(start, end) };
  }

  async describe(): Promise<{ size: number; stamp: string }> {
    const { size, crc32, modified } = this.entry;
    return { size, stamp: `${size} ${crc32} ${modified}` };
  }

  private async read(start: number, end: number): Promise<ArrayBuffer> {
    const { zip, entry, name } = this;
    if (!this.isSeekable)
      return (await inflateEntry(zip, entry, name, end <= maxStart ? Math.min(end, entry.size) : entry.size)).slice(
        start,
        end,
      );
    requireReadable(entry, name);
    const offset = await dataOffset(zip, entry, name);
    return zip.slice(offset + start, offset + Math.max(start, Math.min(end, entry.size))).arrayBuffer();
  }
}
