import type { CtFile } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import { dataFileFinder } from '../../stored/dataFileFinder';
import { countNumbered, numberedNames, parseNumbered } from '../../stored/numberedNames';
import type { StoredPart } from '../../stored/storedImage';
import { readFlag, readInteger } from './metaValues';
import type { MetaHeader } from './parseMetaHeader';

/**
 * Locates the voxels: after the header (`LOCAL`), in one file, in files listed below the header (`LIST`, with the
 * number of axes of each), or in numbered files (`slice%03d.raw 1 40 1`).
 */
export function dataParts(
  header: MetaHeader,
  dims: readonly number[],
  file: CtFile,
  files: readonly CtFile[],
): readonly StoredPart[] {
  const names = metaDataNames(header, dims);
  const compressed = readFlag(header, ['CompressedData'], false);
  const skipped = readInteger(header, 'HeaderSize', -1, 0);
  // The length of compressed data is unknown, so it cannot be counted from the end.
  const fromEnd = skipped < 0 && !compressed;
  const start = skipped > 0 || fromEnd ? skipped : names ? 0 : header.length;
  const holders = names?.map(dataFileFinder(header.name, files)) ?? [file];
  return holders.map((holder) => ({ file: holder, start, compressed, skip: 0 }));
}

/** Names of the files that hold the voxels; `null` if these follow the header. */
export function metaDataNames(header: MetaHeader, dims: readonly number[]): readonly string[] | null {
  const data = header.values.get('ElementDataFile')!;
  if (/^local$/i.test(data)) return null;
  const list = /^LIST(?:\s+(\d+)D?)?$/.exec(data);
  const numbered = parseNumbered(data);
  if (!list && !numbered) return [data];
  const perFile = Number(list?.[1] ?? 0) || dims.length - 1;
  const expected = dims.slice(perFile).reduce((product, dim) => product * dim, 1);
  const found = numbered ? countNumbered(numbered) : header.rest.length;
  if (found !== expected || found < 1)
    throw new CtFileError(
      header.name,
      `${dims.join(' × ')} voxels lie in ${expected} files of ${perFile} axes; the header names ${found}`,
    );
  return numbered ? numberedNames(numbered, found, header.name) : header.rest;
}
