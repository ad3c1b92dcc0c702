import { alternatives } from '../../../utils/alternatives';
import { type CtFile, readStart } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import { dataFileFinder } from '../../stored/dataFileFinder';
import { countNumbered, numberedNames, parseNumbered } from '../../stored/numberedNames';
import type { StoredPart } from '../../stored/storedImage';
import { findField, readField, readInteger, wrong } from './nrrdValues';
import type { NrrdHeader } from './parseNrrdHeader';

const encodings: Readonly<Record<string, 'raw' | 'gzip'>> = { raw: 'raw', gzip: 'gzip', gz: 'gzip' };

/** Bytes in which the lines to skip must end. */
const mostSkipped = 2 ** 20;

/**
 * Locates the voxels: after the header, or in the files that `data file` names.
 *
 * @throws CtFileError for another encoding than raw and gzip, a data file that is missing, or lines that are
 */
export async function nrrdParts(
  header: NrrdHeader,
  sizes: readonly number[],
  file: CtFile,
  files: readonly CtFile[],
): Promise<readonly StoredPart[]> {
  const compressed = isCompressed(header);
  const names = nrrdDataNames(header, sizes);
  const skippedLines = readInteger(header, 'line skip', 0, 0);
  const skippedBytes = readInteger(header, 'byte skip', -1, 0);
  if (compressed && skippedBytes < 0) throw wrong(header, 'byte skip', 'at least 0 with encoding gzip', '-1');
  const holders = names?.map(dataFileFinder(header.name, files)) ?? [file];
  return Promise.all(
    holders.map(async (holder): Promise<StoredPart> => {
      const start = await afterLines(holder, names ? 0 : header.length, skippedLines);
      if (compressed) return { file: holder, start, compressed, skip: skippedBytes };
      return { file: holder, start: skippedBytes < 0 ? -1 : start + skippedBytes, compressed, skip: 0 };
    }),
  );
}

function isCompressed(header: NrrdHeader): boolean {
  const name = readField(header, 'encoding');
  const key = name.toLowerCase();
  if (Object.hasOwn(encodings, key)) return encodings[key] === 'gzip';
  throw new CtFileError(header.name, `the encoding ${name} is not supported, only ${alternatives(['raw', 'gzip'])}`, {
    fix: [{ action: 'save the file again with one of them: unu save -f nrrd -e gzip -i FILE -o FILE' }],
  });
}

/** Names of the files that hold the voxels; `null` if these follow the header. */
export function nrrdDataNames(header: NrrdHeader, sizes: readonly number[]): readonly string[] | null {
  const data = findField(header, 'data file');
  if (data === null) return null;
  const list = /^LIST(?:\s+(\d+))?$/i.exec(data);
  const words = data.split(/\s+/);
  const numbered = parseNumbered(words.slice(0, 4).join(' '));
  if (!list && !numbered) return [data];
  const perFile = Number(list?.[1] ?? words[4] ?? 0) || sizes.length - 1;
  const last = sizes.at(-1)!;
  const isSlabs = perFile === sizes.length; // of several slices each
  const expected = sizes.slice(perFile).reduce((product, size) => product * size, 1);
  const found = numbered ? countNumbered(numbered) : header.list.length;
  if (found < 1 || (isSlabs ? last % found !== 0 : found !== expected))
    throw new CtFileError(
      header.name,
      `${sizes.join(' × ')} voxels lie in ${isSlabs ? `a divisor of ${last}` : expected} files of ${perFile} axes; the header names ${found}`,
    );
  return numbered ? numberedNames(numbered, found, header.name) : header.list;
}

/** Finds the first byte after some lines. */
async function afterLines(file: CtFile, start: number, count: number): Promise<number> {
  if (count === 0) return start;
  const bytes = (await readStart(file, start + mostSkipped)).subarray(0, start + mostSkipped);
  let at = start;
  for (let line = 0; line < count; line++) {
    at = bytes.indexOf(0x0a, at) + 1;
    if (at === 0) throw new CtFileError(file.name, `the header skips ${count} lines; the file has ${line}`);
  }
  return at;
}
