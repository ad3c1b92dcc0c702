import { CtFileError } from '../../data/ctFileError';
import type { FoundFile } from './diskFile';

/** A file in a zip, as the zip's directory describes it. */
export interface ZipEntry {
  readonly name: string;
  /** Offset of its local header in the zip. */
  readonly offset: number;
  readonly packedSize: number;
  readonly size: number;
  readonly method: number;
  readonly crc32: number;
  readonly modified: number;
  readonly isEncrypted: boolean;
}

/** Signatures and lengths of the records at the end of a zip. */
const endSignature = 0x06054b50;
const endLength = 22;
const end64Signature = 0x06064b50;
const locatorSignature = 0x07064b50;
const locatorLength = 20;
const entrySignature = 0x02014b50;
const entryLength = 46;

/** What stands in fields whose numbers follow in 64 bits. */
const in64Bits = 0xffffffff;

/**
 * Reads the directory of a zip: its files, without folders and links.
 *
 * @param onCount called with the number of entries before they are made
 * @throws CtFileError if it is broken, or names a file outside itself
 */
export async function readZipDirectory(zip: FoundFile, onCount: (entries: number) => void): Promise<ZipEntry[]> {
  const { directory, offset: shift, count } = await findDirectory(zip);
  onCount(count);
  const view = viewOf(directory);
  const entries: ZipEntry[] = [];
  for (let at = 0, i = 0; i < count; i++) {
    if (at + entryLength > directory.length || view.getUint32(at, true) !== entrySignature)
      throw broken(zip, 'Central directory header not found');
    const end = at + entryLength + view.getUint16(at + 28, true) + view.getUint16(at + 30, true); // name, extra fields
    const next = end + view.getUint16(at + 32, true); // comment
    if (next > directory.length) throw broken(zip, 'cut off in its directory');
    const entry = readEntry(directory, view, at, shift);
    if (isOutside(entry.name))
      throw new CtFileError(zip.name, `the zip names a file outside itself: "${entry.name}"; make the zip again`);
    if (isFile(entry.name, view.getUint32(at + 38, true))) entries.push(entry);
    at = next;
  }
  return entries;
}

/** Finds the directory by the record that ends the zip. Its offset is that of the zip itself in the file. */
async function findDirectory(zip: FoundFile) {
  const { size } = await zip.describe();
  const start = Math.max(0, size - endLength - locatorLength - 0xffff);
  const tail = await bytesOf(zip, start, size);
  const at = endIn(tail);
  if (at === null) throw broken(zip, 'End of central directory not found');
  const plain = {
    count: tail.getUint16(at + 10, true),
    length: tail.getUint32(at + 12, true),
    from: tail.getUint32(at + 16, true),
  };
  const wide = await wideEnd(zip, tail, at);
  const { count, length, from } = wide ?? plain;
  const end = wide?.end ?? start + at;
  if (length > end || count * entryLength > length) throw broken(zip, 'the directory is larger than the zip');
  const directory = await bytesOf(zip, end - length, end);
  return { directory: new Uint8Array(directory.buffer), offset: end - length - from, count };
}

/** Returns where the last end record lies; its comment must end with the file. */
function endIn(tail: DataView): number | null {
  for (let at = tail.byteLength - endLength; at >= 0; at--)
    if (tail.getUint32(at, true) === endSignature && at + endLength + tail.getUint16(at + 20, true) <= tail.byteLength)
      return at;
  return null;
}

/** Reads the end record of large zips, if there is one. */
async function wideEnd(zip: FoundFile, tail: DataView, at: number) {
  const locator = at - locatorLength;
  if (locator < 0 || tail.getUint32(locator, true) !== locatorSignature) return null;
  const offset = Number(tail.getBigUint64(locator + 8, true));
  const record = await bytesOf(zip, offset, offset + 56);
  if (record.byteLength < 56 || record.getUint32(0, true) !== end64Signature)
    throw broken(zip, 'End of central directory not found');
  const [count, length, from] = [32, 40, 48].map((field) => Number(record.getBigUint64(field, true)));
  return { count: count!, length: length!, from: from!, end: offset };
}

/** @param view of the directory; views of its parts are made sparingly, as a zip can have 200,000 entries */
function readEntry(directory: Uint8Array, view: DataView, at: number, shift: number): ZipEntry {
  const nameEnd = at + entryLength + view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const fields = extraLength > 0 ? extraFields(directory.subarray(nameEnd, nameEnd + extraLength)) : null;
  const wide = fields?.get(0x0001);
  let used = 0;
  const long = (field: number): number => {
    const value = view.getUint32(at + field, true);
    if (value !== in64Bits || !wide || used + 8 > wide.length) return value;
    used += 8;
    return Number(viewOf(wide).getBigUint64(used - 8, true));
  };
  const size = long(24);
  const packedSize = long(20);
  const offset = long(42);
  return {
    name: nameOf(directory.subarray(at + entryLength, nameEnd), fields?.get(0x7075)).replaceAll('\\', '/'),
    offset: offset + shift,
    packedSize,
    size,
    method: view.getUint16(at + 10, true),
    crc32: view.getUint32(at + 16, true),
    modified: view.getUint32(at + 12, true),
    isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
  };
}

function extraFields(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const view = viewOf(bytes);
  const fields = new Map<number, Uint8Array>();
  for (let at = 0; at + 4 <= bytes.length; at += 4 + view.getUint16(at + 2, true))
    fields.set(view.getUint16(at, true), bytes.subarray(at + 4, at + 4 + view.getUint16(at + 2, true)));
  return fields;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Names that are not UTF-8; letters beyond ASCII come out wrong, but alike in all zips. */
const latin = new TextDecoder('latin1');

function nameOf(bytes: Uint8Array, unicode: Uint8Array | undefined): string {
  try {
    return utf8.decode(unicode ? unicode.subarray(5) : bytes);
  } catch {
    return latin.decode(bytes);
  }
}

const isOutside = (name: string) => /^(\/|[A-Za-z]:)|(^|\/)\.\.(\/|$)/.test(name);

/** @param attributes of the file system, with the file type of Unix */
function isFile(name: string, attributes: number): boolean {
  const type = (attributes >>> 16) & 0o170000;
  const [link, folder, folderInDos] = [0o120000, 0o040000, 0x10];
  return !name.endsWith('/') && type !== link && type !== folder && (attributes & folderInDos) === 0;
}

const bytesOf = async (zip: FoundFile, start: number, end: number) =>
  new DataView(await zip.slice(start, end).arrayBuffer());
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const broken = ({ name }: FoundFile, why: string) =>
  new CtFileError(name, `not a whole zip (${why}); download or copy it again`);
