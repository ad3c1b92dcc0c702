import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { CtFileError } from '../../../../src/data/ctFileError';
import { openMetaImage } from '../../../../src/data/formats/metaImage/readMetaImage';

const eight = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

describe('the header', () => {
  const latin1 = (lines: Record<string, string>) => {
    const all = { NDims: '3', DimSize: '2 2 2', ElementType: 'MET_UCHAR', ...lines, ElementDataFile: 'x.raw' };
    const header = Object.entries(all).map(([key, value]) => `${key} = ${value}\n`);
    return openMetaImage([ctFile('x.mhd', Buffer.from(header.join(''), 'latin1')), ctFile('x.raw', eight)]);
  };

  it('may have comments in Latin-1, but no broken keys', async () => {
    expect((await latin1({ Comment: 'M\u00fcller' })).header.shape).toEqual([2, 2, 2]);
    await expect(latin1({ '\u00ffCompressedData': 'True' })).rejects.toThrow(
      new CtFileError('x.mhd', 'the header has a broken key, "ÿCompressedData"'),
    );
  });

  it('may have numbers over several lines', async () => {
    const matrix = { TransformMatrix: '1 0 0\n 0 1 0\r\n0 0 -1 ', ElementSpacing: '2\n3\n4' };
    const { header: volume, notes } = await latin1(matrix);
    expect([volume.storedAs, volume.spacing, notes]).toEqual(['LPI', [4, 3, 2], []]);
  });

  it.each([
    ['0 2 3', 'mm', [3, 2, 1], ['the header does not give the ElementSpacing of every axis; 1 mm is assumed']],
    ['1 2 3', '?', [3, 2, 1], []],
    ['1 2 3', 'mm', [3, 2, 1], []],
    ['0.1 0.2 0.3', 'cm', [3, 2, 1], ['the unit of length is cm, so lengths are multiplied by 10 to give mm']],
  ])('gives a spacing of %s %s', async (ElementSpacing, DistanceUnits, spacing, notes) => {
    const opened = await latin1({ ElementSpacing, DistanceUnits });
    for (const [i, mm] of spacing.entries()) expect(opened.header.spacing[i]).toBeCloseTo(mm, 12);
    expect(opened.notes).toEqual(notes.map((note) => `x.mhd: ${note}`));
  });
});
