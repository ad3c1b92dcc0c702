import { type CtFile, ctFile } from '../../src/data/ctFile';

/** The voxels of {@link nrrdFile}. */
export const numbers = Uint8Array.of(0, 1, 2, 3);

/** Fields of a header of 2 × 2 × 1 bytes. */
const usual: Readonly<Record<string, string>> = {
  type: 'uint8',
  dimension: '3',
  space: 'left-posterior-superior',
  sizes: '2 2 1',
  'space directions': '(1,0,0) (0,1,0) (0,0,1)',
  endian: 'little',
  encoding: 'raw',
  'space origin': '(0,0,0)',
};

/** An NRRD header of 2 × 2 × 1 bytes; other fields replace those or follow them, `null` drops one. */
export function nrrdText(fields: Readonly<Record<string, string | null>> = {}, pairs: readonly string[] = []): string {
  const lines = Object.entries({ ...usual, ...fields }).flatMap(([name, value]) =>
    value === null ? [] : `${name}: ${value}`,
  );
  const isData = (line: string) => line.startsWith('data file');
  return ['NRRD0005', ...lines.filter((line) => !isData(line)), ...pairs, ...lines.filter(isData), '', ''].join('\n');
}

/** An NRRD file, its voxels behind the header. */
export function nrrdFile(
  fields: Readonly<Record<string, string | null>> = {},
  data: Uint8Array = numbers,
  pairs: readonly string[] = [],
): CtFile {
  return ctFile('a.nrrd', Buffer.concat([Buffer.from(nrrdText(fields, pairs)), data]));
}
