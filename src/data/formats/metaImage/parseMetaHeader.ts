import { type CtFile, readStart } from '../../ctFile';
import { CtFileError } from '../../ctFileError';

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

/**
 * Reads the header of a `.mhd` or `.mha` file: lines `key = value` up to `ElementDataFile`. Other lines are ignored.
 *
 * @throws CtFileError if the first MiB contains no `ElementDataFile`, or the text before it is not UTF-8
 */
export async function parseMetaHeader(file: CtFile): Promise<MetaHeader> {
  const start = (await readStart(file, mostBytes)).subarray(0, mostBytes);
  // One character per byte, so that line ends keep their offsets.
  const last = /^[ \t]*ElementDataFile[ \t]*=[^\n]*(\n|$)/m.exec(new TextDecoder('latin1').decode(start));
  if (!last) throw new CtFileError(file.name, 'no MetaImage header: a line ElementDataFile = … is missing');
  const length = last.index + last[0].length;
  const values = new Map<string, string>();
  for (const line of decodeUtf8(start.subarray(0, length), file.name).split('\n')) {
    const equals = line.indexOf('=');
    if (equals > 0) values.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  const isList = values.get('ElementDataFile')!.startsWith('LIST');
  const rest = isList ? decodeUtf8(start.subarray(length), file.name).split('\n') : [];
  return { name: file.name, values, rest: rest.map((line) => line.trim()).filter((line) => line !== ''), length };
}

function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CtFileError(file, 'the header is not valid UTF-8; save it as UTF-8', { cause });
  }
}
