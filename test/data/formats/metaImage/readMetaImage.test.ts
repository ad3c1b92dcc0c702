import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { CtFileError } from '../../../../src/data/ctFileError';
import { deflate } from '../../../../src/data/deflate';
import {
  openMetaImage,
  readMetaImage,
  readMetaImageHeader,
} from '../../../../src/data/formats/metaImage/readMetaImage';
import { slicedFile, textFile } from '../../../support/volumes';

const header = (lines: Record<string, string>) =>
  Object.entries({
    NDims: '3',
    DimSize: '2 2 2',
    ElementType: 'MET_UCHAR',
    ElementDataFile: 'x.raw',
    ...lines,
  })
    .sort(([key]) => (key === 'ElementDataFile' ? 1 : -1))
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');
const eight = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const read = (lines: Record<string, string>, bytes: Uint8Array = eight) =>
  readMetaImage([textFile('x.mhd', header(lines)), ctFile('x.raw', bytes)]);
const refusal = (problem: string, file = 'x.mhd') => new CtFileError(file, problem);

describe('the numbers', () => {
  it.each([
    ['MET_CHAR', Int8Array.of(-128, 127)],
    ['MET_UCHAR', Uint8Array.of(0, 255)],
    ['MET_SHORT', Int16Array.of(-1024, 3071)],
    ['MET_USHORT', Uint16Array.of(0, 65_535)],
    ['MET_INT', Int32Array.of(-70_000, 70_000)],
    ['MET_UINT', Uint32Array.of(0, 4_294_967_295)],
    ['MET_LONG', Int32Array.of(-1, 1)],
    ['MET_ULONG', Uint32Array.of(1, 2)],
    ['MET_FLOAT', Float32Array.of(-1.5, 1e30)],
    ['MET_DOUBLE', Float64Array.of(-0.1, 1e300)],
  ])('of %s come in their own type, in both byte orders', async (ElementType, numbers) => {
    const little = new Uint8Array(numbers.buffer);
    const size = numbers.BYTES_PER_ELEMENT;
    const big = Uint8Array.from(little, (_, i) => little[i - (i % size) + size - 1 - (i % size)]!);
    const lines = { NDims: '2', DimSize: '2 1', ElementType };
    expect((await read(lines, little)).data).toEqual(numbers);
    expect((await read({ ...lines, BinaryDataByteOrderMSB: 'True' }, big)).data).toEqual(numbers);
    expect((await read({ ...lines, ElementByteOrderMSB: 'true' }, big)).data).toEqual(numbers);
  });

  it.each([
    ['MET_LONG_LONG', BigInt64Array.of(-5n, 2_147_483_647n), Int32Array.of(-5, 2_147_483_647)],
    ['MET_ULONG_LONG', BigUint64Array.of(5n, 4_294_967_295n), Uint32Array.of(5, 4_294_967_295)],
  ])('of %s come in 32 bits', async (ElementType, wide, narrow) => {
    const lines = { NDims: '2', DimSize: '2 1', ElementType };
    expect((await read(lines, new Uint8Array(wide.buffer))).data).toEqual(narrow);
    wide[1] = 4_294_967_296n;
    await expect(read(lines, new Uint8Array(wide.buffer))).rejects.toThrow(
      refusal('voxel 1 is an integer of 64 bits that does not fit into 32'),
    );
  });

  it('behind a HeaderSize, or at the end of the file for −1', async () => {
    const padded = Uint8Array.of(9, 9, 9, ...eight);
    expect((await read({ HeaderSize: '3' }, padded)).data).toEqual(eight);
    expect((await read({ HeaderSize: '-1' }, padded)).data).toEqual(eight);
  });

  it('behind the header in one file, whatever its HeaderSize', async () => {
    for (const HeaderSize of ['0', '-1'])
      for (const compressed of [false, true]) {
        const text = header({ ElementDataFile: 'LOCAL', CompressedData: String(compressed), HeaderSize });
        const voxels = compressed ? await deflate(eight, 'deflate') : eight;
        const bytes = Uint8Array.of(...new TextEncoder().encode(text), ...voxels);
        expect((await readMetaImage([ctFile('x.mha', bytes)])).data).toEqual(eight);
      }
  });

  it('compressed by zlib or gzip', async () => {
    for (const format of ['deflate', 'gzip'] as const)
      expect((await read({ CompressedData: 'True' }, await deflate(eight, format))).data).toEqual(eight);
  });

  it('in a list of files', async () => {
    const mhd = textFile('x.mhd', `${header({ ElementDataFile: 'LIST' })}a b.raw\nc.raw\n`);
    const [lower, upper] = [ctFile('a b.raw', eight.subarray(0, 4)), ctFile('c.raw', eight.subarray(4))];
    expect((await readMetaImage([upper, mhd, lower])).data).toEqual(eight);
  });

  it('in a list of files of all axes each, which is one', async () => {
    const mhd = textFile('x.mhd', `${header({ ElementDataFile: 'LIST 3D' })}x.raw\n`);
    expect((await readMetaImage([mhd, ctFile('x.raw', eight)])).data).toEqual(eight);
  });

  it.each([
    ['s%02d.raw 9 10 1', 's09.raw', 's10.raw'],
    ['s%d.raw 1 2', 's1.raw', 's2.raw'],
    ['s%3d.raw 2 7 5', 's  2.raw', 's  7.raw'],
  ])('in numbered files: %s', async (ElementDataFile, first, second) => {
    const files = [ctFile(first, eight.subarray(0, 4)), ctFile(second, eight.subarray(4))];
    expect((await readMetaImage([textFile('x.mhd', header({ ElementDataFile })), ...files])).data).toEqual(eight);
  });
});

describe('the geometry', () => {
  it('is 1 mm at the origin where the header says nothing', async () => {
    const { affine, spacing, shape, kind, storedAs } = await read({});
    expect(affine).toEqual([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ]);
    expect({ spacing, shape, kind, storedAs }).toEqual({
      spacing: [1, 1, 1],
      shape: [2, 2, 2],
      kind: 'hu',
      storedAs: 'LPS',
    });
  });

  it.each(['TransformMatrix', 'Orientation', 'Rotation'])('follows the rows of %s', async (key) => {
    const { data, affine, spacing } = await read({
      [key]: '0 0 -1 1 0 0 0 1 0', // x down, y to the left, z to the back
      ElementSize: '3 1 2',
      Position: '10 20 30',
    });
    expect(data).toEqual(Uint8Array.of(2, 4, 6, 8, 1, 3, 5, 7));
    expect(spacing).toEqual([3, 2, 1]);
    expect(affine).toEqual([
      [1, 0, 0, 10],
      [0, 2, 0, 20],
      [0, 0, 3, 27],
    ]);
  });

  it('does not follow AnatomicalOrientation', async () => {
    expect((await read({ AnatomicalOrientation: 'LPI' })).storedAs).toBe('LPS');
  });

  it('of two axes is one slice, and further axes of length 1 do not count', async () => {
    expect((await read({ NDims: '2', DimSize: '4 2' })).shape).toEqual([1, 2, 4]);
    expect((await read({ NDims: '5', DimSize: '2 2 2 1 1' })).shape).toEqual([2, 2, 2]);
  });

  it('is told without reading voxels', async () => {
    const raw = slicedFile('x.raw', eight);
    const { shape } = await readMetaImageHeader([textFile('x.mhd', header({})), raw], { kind: 'label' });
    expect(shape).toEqual([2, 2, 2]);
    expect(raw.bytesRead()).toBe(0);
  });
});

describe('slices', () => {
  it.each([
    ['1 0 0 0 1 0 0 0 1', [1, 2, 3, 4], [5, 6, 7, 8]],
    ['-1 0 0 0 1 0 0 0 -1', [6, 5, 8, 7], [2, 1, 4, 3]],
  ])('are read alone, axes %s', async (TransformMatrix, feet, head) => {
    const raw = slicedFile('x.raw', eight);
    const { readSlice } = await openMetaImage([textFile('x.mhd', header({ TransformMatrix })), raw]);
    expect([...(await readSlice!(0))]).toEqual(feet);
    expect(raw.bytesRead()).toBe(4);
    expect([...(await readSlice!(1))]).toEqual(head);
    await expect(readSlice!(2)).rejects.toThrow(
      new RangeError('readSlice: `z` must be an integer from 0 to 1; received 2'),
    );
  });

  it('are read alone from a list of files', async () => {
    const mhd = textFile('x.mhd', `${header({ ElementDataFile: 'LIST' })}a.raw\nb.raw\n`);
    const [a, b] = [slicedFile('a.raw', eight.subarray(0, 4)), slicedFile('b.raw', eight.subarray(4))];
    const { readSlice } = await openMetaImage([mhd, a, b]);
    expect([...(await readSlice!(1))]).toEqual([5, 6, 7, 8]);
    expect(a.bytesRead()).toBe(0);
  });

  it.each([
    ['compressed voxels', { CompressedData: 'True' }],
    ['an unknown start', { HeaderSize: '-1' }],
    ['slices across', { TransformMatrix: '0 0 1 1 0 0 0 1 0' }],
  ])('are not where there are %s', async (_, lines) => {
    const files = [textFile('x.mhd', header(lines)), slicedFile('x.raw', eight)];
    expect((await openMetaImage(files)).readSlice).toBeNull();
  });
});

describe('files', () => {
  it('are found in the folder of the header or below', async () => {
    const files = [
      textFile('scans\\1/x.mhd', header({ ElementDataFile: './raw/x.raw' })),
      ctFile('scans/2/raw/x.raw', eight.slice().reverse()),
      ctFile('scans/1/raw/x.raw', eight),
    ];
    expect((await readMetaImage(files)).data).toEqual(eight);
  });
});

describe('refused are', () => {
  it.each([
    [
      { ElementDataFile: '../x.raw' },
      'the data file "../x.raw" lies outside the header\'s folder, so it is not opened',
    ],
    [
      { ElementDataFile: 'C:\\x.raw' },
      'the data file "C:\\\\x.raw" lies outside the header\'s folder, so it is not opened',
    ],
    [{ ElementDataFile: 'y.raw' }, 'the data file "y.raw" is missing: pass it along with the header'],
    [
      { ElementType: 'MET_STRING' },
      'ElementType must be one of MET_ASCII_CHAR, MET_CHAR, MET_UCHAR, MET_SHORT, MET_USHORT, MET_INT, MET_UINT, MET_LONG, MET_ULONG, MET_LONG_LONG, MET_ULONG_LONG, MET_FLOAT, MET_DOUBLE; received "MET_STRING"',
    ],
    [{ BinaryData: 'False' }, 'BinaryData must be True: voxels written as text are not supported; received "False"'],
    [{ CompressedData: 'maybe' }, 'CompressedData must be True or False; received "maybe"'],
    [{ DimSize: '2 2' }, 'DimSize must be 3 positive integers; received "2 2"'],
    [{ DimSize: '2 0 2' }, 'DimSize must be 3 positive integers; received "2 0 2"'],
    [{ NDims: '11' }, 'NDims must be at most 10; received "11"'],
    [{ HeaderSize: '-2' }, 'HeaderSize must be an integer of at least -1; received "-2"'],
    [{ ElementSpacing: '1 1 -1' }, 'ElementSpacing must be above 0; received "1 1 -1"'],
    [{ ElementSpacing: '1 1 Infinity' }, 'ElementSpacing must be 3 numbers; received "1 1 Infinity"'],
    [{ Offset: '1 2' }, 'Offset must be 3 numbers; received "1 2"'],
    [
      { TransformMatrix: '1 0 0 1 0 0 0 0 1' },
      'the three axes must not lie in a plane; received 1,0,0 | 1,0,0 | 0,0,1',
    ],
    [{ TransformMatrix: '1 0 0 0 1 0 0 0 0' }, 'the steps from voxel to voxel must be above 0 mm; received 1, 1, 0'],
    [
      { DimSize: '99999 99999 99999' },
      '99999 × 99999 × 99999 voxels of uint8 are 999970000299999 bytes; at most 2147483648 are supported',
    ],
    [
      { ElementDataFile: 's%d.raw 1 9000000000 1' },
      '2 × 2 × 2 voxels lie in 2 files of 2 axes; the header names 9000000000',
    ],
    [
      { DimSize: '1 1 1000000000', ElementDataFile: 's%d.raw 1 1000000000 1' },
      's%d.raw stands for 1000000000 files; at most 65536 are read',
    ],
    [{ ElementDataFile: 'LIST' }, '2 × 2 × 2 voxels lie in 2 files of 2 axes; the header names 0'],
  ])('a header with %o', async (lines, problem) => {
    await expect(read(lines)).rejects.toThrow(refusal(problem));
  });

  it('no header', async () => {
    await expect(readMetaImage([ctFile('x.mha', eight)])).rejects.toThrow(
      refusal('no MetaImage header: a line ElementDataFile = … is missing', 'x.mha'),
    );
    await expect(readMetaImage([textFile('x.mhd', 'ElementDataFile = x.raw')])).rejects.toThrow(
      refusal(
        'ElementType must be one of MET_ASCII_CHAR, MET_CHAR, MET_UCHAR, MET_SHORT, MET_USHORT, MET_INT, MET_UINT, MET_LONG, MET_ULONG, MET_LONG_LONG, MET_ULONG_LONG, MET_FLOAT, MET_DOUBLE; received ""',
      ),
    );
    await expect(readMetaImage([textFile('x.mhd', 'ElementType = MET_CHAR\nElementDataFile = x.raw')])).rejects.toThrow(
      refusal('the header has no DimSize'),
    );
  });

  it('voxels cut off', async () => {
    await expect(read({}, eight.subarray(1))).rejects.toThrow(
      refusal(
        'the header asks for 8 bytes (2 × 2 × 2 voxels of uint8); the file has 7: it is cut off or the header is wrong',
        'x.raw',
      ),
    );
    await expect(read({ CompressedData: 'True' }, await deflate(eight.subarray(1), 'deflate'))).rejects.toThrow(
      refusal(
        'the header asks for 8 bytes (2 × 2 × 2 voxels of uint8); the file has 7, unpacked: it is cut off or the header is wrong',
        'x.raw',
      ),
    );
    await expect(read({ CompressedData: 'True', DimSize: '2 2 2222' }, eight)).rejects.toThrow(
      refusal(
        '8 compressed bytes cannot hold the 8888 that the header asks for: it is wrong or the file is cut off',
        'x.raw',
      ),
    );
    await expect(read({ CompressedData: 'True' }, eight)).rejects.toThrow(
      refusal('the compressed data are damaged or cut off (incorrect header check)', 'x.raw'),
    );
  });

  it('no files, no header among them, or two', async () => {
    await expect(readMetaImage([])).rejects.toThrow(
      new RangeError('readMetaImage: `files` must be at least one file; received []'),
    );
    const files = [ctFile('a.raw', eight), ctFile('b.raw', eight)];
    await expect(readMetaImage(files)).rejects.toThrow(
      refusal('none of the 2 files is called ….mhd or ….mha', 'a.raw'),
    );
    await expect(readMetaImage([textFile('a.mha', ''), textFile('b.mhd', '')])).rejects.toThrow(
      refusal('a second volume beside a.mha; pass one at a time', 'b.mhd'),
    );
  });
});
