import { show } from '../../../utils/errors';
import { type CtFile, readStart } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import { decodeUtf8OrLatin1 } from '../../decodeUtf8OrLatin1';

/** Lines of a MetaImage header. */
export interface MetaHeader {
  /** The header's file, for messages. */
  readonly name: string;
  /** Value of each key; of duplicates, the last. */
  readonly values: ReadonlyMap<string, string>;
  /** Lines after `ElementDataFile`, which may list files. */
  readonly rest: readonly string[];
  /** Length in bytes, including the line `ElementDataFile`; `LOCAL` voxels follow. */
  readonly length: number;
}

/** Maximum header length. */
const mostBytes = 2 ** 20;

const numbersOnly = /^[\s\d.eE+-]*\d[\s\d.eE+-]*$/;

/**
 * Reads the header of a `.mhd` or `.mha` file: lines `key = value` up to `ElementDataFile`, in UTF-8 or Latin-1. Numbers may
 * continue in the next lines; other lines are ignored.
 *
 * @throws CtFileError if the first MiB contains no `ElementDataFile`, or a key has other characters than those of ASCII
 */
export async function parseMetaHeader(file: CtFile): Promise<MetaHeader> {
  const start = (await readStart(file, mostBytes)).subarray(0, mostBytes);
  // One character per byte, so that line ends keep their offsets.
  const last = /^[ \t]*ElementDataFile[ \t]*=[^\n]*(\n|$)/m.exec(new TextDecoder('latin1').decode(start));
  if (!last) throw new CtFileError(file.name, 'no MetaImage header: a line ElementDataFile = … is missing');
  const length = last.index + last[0].length;
  const values = valuesOf(start.subarray(0, length), file.name);
  const isList = values.get('ElementDataFile')!.startsWith('LIST');
  const rest = isList ? decodeUtf8OrLatin1(start.subarray(length)).split('\n') : [];
  return { name: file.name, values, rest: rest.map((line) => line.trim()).filter((line) => line !== ''), length };
}

/** Values of the keys; a line of numbers alone continues that before it. */
function valuesOf(bytes: Uint8Array, file: string): Map<string, string> {
  const values = new Map<string, string>();
  let last = '';
  for (const line of decodeUtf8OrLatin1(bytes).split('\n')) {
    const equals = line.indexOf('=');
    const key = line.slice(0, Math.max(equals, 0)).trim();
    // A key behind such bytes would be lost, and compressed voxels be taken for raw ones.
    if (/[^\x20-\x7e\t]/.test(key)) throw new CtFileError(file, `the header has a broken key, ${show(key)}`);
    if (key !== '') values.set(key, line.slice(equals + 1).trim());
    else if (values.has(last) && numbersOnly.test(line)) values.set(last, `${values.get(last)} ${line.trim()}`);
    last = key || last;
  }
  return values;
}
