import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { encodeNrrd } from '../../../../src/data/formats/nrrd/encodeNrrd';
import { readNrrd } from '../../../../src/data/formats/nrrd/readNrrd';
import { labelTable } from '../../../../src/data/labels/labelTable';
import { undrawn } from '../../../../src/data/labels/maskCodes';
import { numberedMask } from '../../../../src/data/labels/numberedMask';
import { smallVolume } from '../../../support/volumes';

const table = labelTable({ liver: [1, 2], tumour: 2, spleen: 3, fat: 4 });

/** A mask of 24 voxels, the first of which have these codes. */
const maskOf = (codes: readonly number[], labels = table, axes = 'LPS') => {
  const data = Uint8Array.from({ length: 24 }, (_, i) => codes[i] ?? 0);
  return numberedMask({ ...smallVolume({ data, kind: 'label', codes: axes }), data }, labels);
};

async function encoded(mask: ReturnType<typeof maskOf>) {
  const [file] = await encodeNrrd(mask, 'a.seg.nrrd');
  const bytes = Buffer.from(file!.bytes);
  const end = bytes.indexOf('\n\n');
  const lines = bytes.subarray(0, end).toString('latin1').split('\n');
  const valuesOf = (key: string) => lines.flatMap((line) => (line.includes(key) ? line.replace(/^.*?:=? ?/, '') : []));
  return { file: file!, lines, valuesOf, data: gunzipSync(bytes.subarray(end + 2)) };
}

describe('segments that overlap', () => {
  it('go into the first layer in which they overlap nothing', async () => {
    const { valuesOf, data } = await encoded(maskOf([1, 3, 4, 8, 12]));
    expect(valuesOf('_Layer')).toEqual(['0', '1', '0', '1']);
    expect(valuesOf('_LabelValue')).toEqual(['1', '2', '3', '4']);
    expect([...data.subarray(0, 12)]).toEqual([1, 0, 1, 2, 3, 0, 0, 4, 3, 4, 0, 0]);
  });

  it('lie in a list, which is the first axis', async () => {
    const { lines } = await encoded(maskOf([3]));
    expect(lines.slice(1, 8)).toEqual([
      'type: uint8',
      'dimension: 4',
      'space: left-posterior-superior',
      'sizes: 2 4 3 2',
      'space directions: none (0.743,0,0) (0,0.81,0) (0,0,1.6)',
      'kinds: list domain domain domain',
      'endian: little',
    ]);
  });

  it('have extents of their own', async () => {
    expect((await encoded(maskOf([1, 3, 0, 1]))).valuesOf('_Extent')).toEqual([
      ...['0 3 0 0 0 0', '1 1 0 0 0 0'],
      ...['0 -1 0 -1 0 -1', '0 -1 0 -1 0 -1'],
    ]);
  });

  it.each(['LPS', 'RAS', 'PSR'])('are read back as they were, stored as %s', async (axes) => {
    const mask = maskOf([1, 3, 4, 8, 12, 15, 0, 6], table, axes);
    const { file } = await encoded(mask);
    expect(await readNrrd([ctFile(file.name, file.bytes)])).toEqual({ ...mask, source: 'a.seg.nrrd' });
  });

  it('may have values above 255', async () => {
    const { valuesOf, lines, file } = await encoded(maskOf([3], labelTable({ liver: [7, 1000], tumour: 1000 })));
    expect([valuesOf('_LabelValue'), lines[1]]).toEqual([['7', '1000'], 'type: uint16']);
    expect((await readNrrd([ctFile(file.name, file.bytes)])).data[0]).toBe(1000);
  });

  it('leave voxels that nobody has drawn in the first layer', async () => {
    const { data, valuesOf } = await encoded(
      maskOf([3, undrawn], labelTable({ liver: [1, 2], tumour: 2 }, { ignore: 9 })),
    );
    expect([...data.subarray(0, 6)]).toEqual([1, 2, 9, 0, 0, 0]);
    expect(valuesOf('_Name:')).toEqual(['liver', 'tumour', 'Segment_9']);
  });
});

it('segments that do not overlap lie in one layer, as without codes', async () => {
  const mask = maskOf([1, 2, 4, 8]);
  const { codes, ...plain } = mask;
  expect((await encoded(mask)).file).toEqual((await encoded(plain)).file);
});
