import { type CtFile, readStart } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import { decodeUtf8OrLatin1 } from '../../decodeUtf8OrLatin1';

/** Lines of an NRRD header. */
export interface NrrdHeader {
  /** The header's file, for messages. */
  readonly name: string;
  /** Value of each field by its name in lower case without spaces, as `spaceorigin`; of duplicates, the last. */
  readonly fields: ReadonlyMap<string, string>;
  /** Values of keys of other programs, `key:=value`. */
  readonly pairs: ReadonlyMap<string, string>;
  /** Lines after `data file: LIST`. */
  readonly list: readonly string[];
  /** Length in bytes, including the blank line at its end; attached voxels follow. */
  readonly length: number;
}

/** Maximum header length. */
const mostBytes = 2 ** 20;

/** Returns whether bytes begin as an NRRD header does. */
export function isNrrd(bytes: Uint8Array): boolean {
  return /^NRRD\d{4}/.test(String.fromCharCode(...bytes.subarray(0, 8)));
}

/**
 * Reads the header of a `.nrrd` or `.nhdr` file: the magic, then lines `field: value`, `key:=value` or `# comment` up to
 * a blank line or, of a detached header, to the end of the file. Other lines are ignored.
 *
 * @throws CtFileError if the file does not begin with the magic, or voxels follow without a blank line
 */
export async function parseNrrdHeader(file: CtFile): Promise<NrrdHeader> {
  const start = (await readStart(file, mostBytes)).subarray(0, mostBytes);
  if (!isNrrd(start)) throw new CtFileError(file.name, 'no NRRD header: the file must begin with NRRD0001 to NRRD0005');
  // One character per byte, so that line ends keep their offsets.
  const end = /\n\r?\n/.exec(new TextDecoder('latin1').decode(start));
  const length = end ? end.index + end[0].length : start.length;
  const [, ...lines] = decodeUtf8OrLatin1(start.subarray(0, length)).split(/\r?\n/);
  const fields = new Map<string, string>();
  const pairs = new Map<string, string>();
  const list: string[] = [];
  for (const line of lines) {
    const [, key, sign, value] = /^([^:#][^:]*):([= \t])(.*)$/s.exec(line) ?? [];
    if (/^list\b/i.test(fields.get('datafile') ?? '')) list.push(line.trim());
    else if (key === undefined || value === undefined) continue;
    else if (sign === '=') pairs.set(key, unescaped(value.trim()));
    else fields.set(key.toLowerCase().replaceAll(/\s/g, ''), value.trim());
  }
  if (!end && !fields.has('datafile'))
    throw new CtFileError(file.name, 'no blank line ends the NRRD header, and no field data file names its voxels');
  return { name: file.name, fields, pairs, list: list.filter((line) => line !== ''), length };
}

function unescaped(value: string): string {
  return value.replaceAll(/\\([n\\])/g, (_, escaped) => (escaped === 'n' ? '\n' : '\\'));
}
