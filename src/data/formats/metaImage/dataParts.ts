import type { CtFile } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import type { StoredPart } from '../../stored/storedImage';
import { findDataFile } from './findDataFile';
import { readFlag, readInteger } from './metaValues';
import type { MetaHeader } from './parseMetaHeader';

/**
 * Where the voxels are: behind the header (`LOCAL`), in one file, in files listed below the header (`LIST`, with the
 * number of axes of each), or in files of a numbered name (`slice%03d.raw 1 40 1`).
 */
export function dataParts(
  header: MetaHeader,
  dims: readonly number[],
  file: CtFile,
  files: readonly CtFile[],
): readonly StoredPart[] {
  const data = header.values.get('ElementDataFile')!;
  const compressed = readFlag(header, ['CompressedData'], false);
  const skipped = readInteger(header, 'HeaderSize', -1, 0);
  const isLocal = /^local$/i.test(data);
  // Compressed data have no known length that could be counted from the end.
  const fromEnd = skipped < 0 && !compressed;
  const start = skipped > 0 || fromEnd ? skipped : isLocal ? header.length : 0;
  const holders = isLocal
    ? [file]
    : dataNames(header, data, dims).map((name) => findDataFile(header.name, name, files));
  return holders.map((holder) => ({ file: holder, start, compressed, skip: 0 }));
}

function dataNames(header: MetaHeader, data: string, dims: readonly number[]): readonly string[] {
  const list = /^LIST(?:\s+(\d+)D?)?$/.exec(data);
  const numbered = parseNumbered(data);
  if (!list && !numbered) return [data];
  const perFile = Number(list?.[1] ?? 0) || dims.length - 1;
  const expected = dims.slice(perFile).reduce((product, dim) => product * dim, 1);
  const found = numbered ? Math.floor((numbered.last - numbered.first) / numbered.step) + 1 : header.rest.length;
  if (found !== expected || found < 1)
    throw new CtFileError(
      header.name,
      `${dims.join(' × ')} voxels lie in ${expected} files of ${perFile} axes; the header names ${found}`,
    );
  if (!numbered) return header.rest;
  return Array.from({ length: found }, (_, i) => numberedName(numbered.pattern, numbered.first + i * numbered.step));
}

/** `pattern first last step`, where the pattern has a place for the number; `null` for a plain name. */
function parseNumbered(data: string): { pattern: string; first: number; last: number; step: number } | null {
  const words = data.split(/\s+/);
  const numbers = words.slice(1).map(Number);
  if (!/%\d*d/.test(words[0]!) || numbers.length < 2 || numbers.length > 3 || !numbers.every(Number.isSafeInteger))
    return null;
  const [first, last, step = 1] = numbers as [number, number, number?];
  return { pattern: words[0]!, first, last, step };
}

/** C's `printf` for one integer: `%d`, `%3d`, `%03d`. */
function numberedName(pattern: string, index: number): string {
  return pattern.replace(/%(0?)(\d*)d/, (_, zero: string, width: string) =>
    String(index).padStart(Math.min(Number(width), 20), zero || ' '),
  );
}
