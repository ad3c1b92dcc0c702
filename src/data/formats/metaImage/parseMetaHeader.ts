import { type CtFile, readStart } from '../../ctFile';
import { CtFileError } from '../../ctFileError';

/** Lines of a MetaImage header. */
export interface MetaHeader {
  /** The header's file, for messages. */
  readonly name: string;
  /** What the header says for a key; of two lines the last counts. */
  readonly values: ReadonlyMap<string, string>;
  /** Lines after `ElementDataFile`, where a list of files may stand. */
  readonly rest: readonly string[];
  /** Bytes up to the end of the line `ElementDataFile`, behind which `LOCAL` voxels begin. */
  readonly length: number;
}

/** A header is looked for in so many bytes. */
const mostBytes = 2 ** 20;

/**
 * Reads the header of a `.mhd` or `.mha` file: lines `key = value` up to `ElementDataFile`. Other lines do not count.
 *
 * @throws CtFileError if there is no `ElementDataFile` in the first MiB or the text before it is no UTF-8
 */
export async function parseMetaHeader(file: CtFile): Promise<MetaHeader> {
  const start = (await readStart(file, mostBytes)).subarray(0, mostBytes);
  // One character per byte: lines end at the same places.
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
    throw new CtFileError(file, 'the header is no valid UTF-8 text; save it as UTF-8', { cause });
  }
}
