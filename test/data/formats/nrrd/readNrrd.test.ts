import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { CtFileError } from '../../../../src/data/ctFileError';
import { openNrrd, readNrrd } from '../../../../src/data/formats/nrrd/readNrrd';
import { readVolume } from '../../../../src/data/readVolume';
import { nrrdFile, nrrdText, numbers } from '../../../support/nrrdFile';
import { slicedFile, textFile } from '../../../support/volumes';

const read = (fields = {}, data: Uint8Array = numbers) => readNrrd([nrrdFile(fields, data)]);
const values = async (fields = {}, data: Uint8Array = numbers) => [...(await read(fields, data)).data];
const bytes = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const counted = [...numbers.keys()];

describe('the place of voxels', () => {
  it.each([
    ['left-posterior-superior', 'LPS', [-1, -2, 3]],
    ['LPS', 'LPS', [-1, -2, 3]],
    ['right-anterior-superior', 'RAS', [0, 1, 3]],
    ['RAS', 'RAS', [0, 1, 3]],
    ['Left-Anterior-Superior', 'LAS', [-1, 1, 3]],
  ])('in the space %s', async (space, storedAs, origin) => {
    const volume = await read({ space, 'space origin': '(-1,-2,3)' });
    expect(volume).toMatchObject({ storedAs, spacing: [1, 1, 1], kind: 'hu', source: 'a.nrrd' });
    // A mirrored axis begins at its other end: x at 1 − 1 mm, y at 2 − 1 mm.
    expect(volume.affine.map((row) => row[3])).toEqual(origin);
  });

  it('follows directions of any angle', async () => {
    const { affine, spacing } = await read({ 'space directions': '(0.8,0.6,0) (-1.2,1.6,0) (0,0,-5)' });
    expect(spacing).toEqual([5, 2, 1]);
    expect(affine).toEqual([
      [0.8, -1.2, 0, 0],
      [0.6, 1.6, 0, 0],
      [0, 0, 5, 0],
    ]);
  });

  it.each([
    ['"mm" "mm" "mm"', [3, 2, 1]],
    ['"cm" "cm" "cm"', [30, 20, 10]],
  ])('is in the unit %s', async (units, spacing) => {
    const volume = await read({ 'space directions': '(1,0,0) (0,2,0) (0,0,3)', 'space units': units });
    expect(volume.spacing).toEqual(spacing);
  });

  it.each<[string, Record<string, string | null>, string[]]>([
    ['no space', { space: null, 'space dimension': '3' }, ['no space; axes to the left, back and head are assumed']],
    ['no origin', { 'space origin': null }, ['no space origin; 0 is assumed']],
    [
      'nothing',
      { space: null, 'space directions': null, 'space origin': null },
      [
        'no space; axes to the left, back and head are assumed',
        'no spacings; 1 mm is assumed',
        'no space origin; 0 is assumed',
      ],
    ],
    ['no byte order', { endian: null, type: 'short', sizes: '2 2 1' }, ['no endian; little is assumed']],
  ])('is assumed with a note where the header has %s', async (_, fields, notes) => {
    const opened = await openNrrd([nrrdFile(fields)]);
    expect(opened.notes).toEqual(notes.map((note) => `a.nrrd: the header gives ${note}`));
  });

  it('is assumed with a note in a space that is not that of the patient, and in an unknown unit', async () => {
    const { notes } = await openNrrd([nrrdFile({ space: 'scanner-xyz', 'space units': '"pixel" "pixel" "pixel"' })]);
    expect(notes).toEqual([
      'a.nrrd: the space scanner-xyz has no directions of the patient; left, back and head are assumed',
      'a.nrrd: the unit of length is "pixel" "pixel" "pixel"; mm is assumed',
    ]);
  });

  it.each([
    ['"m" "m" "m"', 1000, 'm, so lengths are multiplied by 1000 to give mm'],
    ['"cm" "cm" "cm"', 10, 'cm, so lengths are multiplied by 10 to give mm'],
    ['"microns" "um" "Micrometers"', 0.001, 'microns, so lengths are multiplied by 0.001 to give mm'],
    ['"mm" "cm" "mm"', 1, '"mm" "cm" "mm"; mm is assumed'],
  ])('in %s is converted to mm, with a note', async (units, mm, note) => {
    const { header, notes } = await openNrrd([nrrdFile({ 'space units': units })]);
    const plain = await openNrrd([nrrdFile({ 'space units': '"mm" "millimeters" "mm"' })]);
    for (const axis of [0, 1, 2] as const) expect(header.spacing[axis]).toBeCloseTo(plain.header.spacing[axis] * mm, 9);
    expect([plain.notes, notes]).toEqual([[], [`a.nrrd: the unit of length is ${note}`]]);
  });

  it('comes from spacings where there are no directions', async () => {
    const volume = await read({ 'space directions': null, spacings: '0.7 0.8 2.5' });
    expect(volume.spacing).toEqual([2.5, 0.8, 0.7]);
    const cm = { 'space directions': null, spacings: '0.5 0.25 2', units: '"cm" "cm" "cm"' };
    expect((await read(cm)).spacing).toEqual([20, 2.5, 5]);
  });
});

describe('the numbers', () => {
  it.each([
    ['signed char', Int8Array],
    ['int8_t', Int8Array],
    ['unsigned char', Uint8Array],
    ['uint8', Uint8Array],
    ['short', Int16Array],
    ['signed  short int', Int16Array],
    ['ushort', Uint16Array],
    ['unsigned short int', Uint16Array],
    ['int', Int32Array],
    ['int32_t', Int32Array],
    ['unsigned int', Uint32Array],
    ['float', Float32Array],
    ['double', Float64Array],
  ])('of the type %s in both byte orders', async (type, Numbers) => {
    const data = Numbers.from(counted);
    expect((await read({ type }, bytes(data))).data).toEqual(data);
    const swapped = bytes(data).slice();
    for (let at = 0; at < swapped.length; at += data.BYTES_PER_ELEMENT)
      swapped.subarray(at, at + data.BYTES_PER_ELEMENT).reverse();
    expect((await read({ type, endian: 'big' }, swapped)).data).toEqual(data);
  });

  it.each(['long long', 'int64', 'unsigned long long int', 'uint64_t'])('of the type %s', async (type) => {
    expect(await values({ type }, bytes(BigInt64Array.from(counted, BigInt)))).toEqual(counted);
  });

  it.each([
    ['gzip', {}, gzipSync(numbers)],
    ['gz, with bytes to skip inside', { 'byte skip': '3' }, gzipSync(Buffer.concat([Buffer.of(9, 9, 9), numbers]))],
    ['raw, with bytes after them', {}, Buffer.concat([numbers, Buffer.of(7)])],
    ['raw, at the end of the file', { 'byte skip': '-1' }, Buffer.concat([Buffer.from('header'), numbers])],
    ['raw, after lines and bytes', { 'line skip': '2', 'byte skip': '1' }, Buffer.from('a\nb\n_\0\x01\x02\x03')],
  ])('stored as %s', async (name, fields, data) => {
    expect(await values({ ...fields, encoding: name.split(',')[0]! }, data)).toEqual(counted);
  });

  it('are read slice by slice if they are raw', async () => {
    const file = slicedFile('a.nrrd', Buffer.concat([Buffer.from(nrrdText({ sizes: '2 1 2' })), numbers]));
    const { readSlice } = await openNrrd([file]);
    expect([...(await readSlice!(1))]).toEqual([2, 3]);
    expect((await openNrrd([nrrdFile({ encoding: 'gzip' }, gzipSync(numbers))])).readSlice).toBeNull();
  });
});

describe('headers', () => {
  it('may have comments, keys, CRLF line ends, any spelling of names, and Latin-1', async () => {
    const text = nrrdText({ sizes: null, 'space origin': null })
      .replace('\n', '\n# a: comment\nkey:=value: with colon\nSpaceOrigin: (1,2,3)\nSIZES: 2 2 1\ncontent: M\xfcller\n')
      .replaceAll('\n', '\r\n');
    const volume = await readNrrd([ctFile('a.nrrd', Buffer.concat([Buffer.from(text, 'latin1'), numbers]))]);
    expect([...volume.data]).toEqual(counted);
    expect(volume.affine.map((row) => row[3])).toEqual([1, 2, 3]);
  });

  it.each([
    ['one file', 'v.raw', { 'v.raw': [0, 1, 2, 3] }],
    ['a file in a folder', './sub/v.raw', { 'sub/v.raw': [0, 1, 2, 3] }],
    ['a list', 'LIST\nb\na', { a: [2, 3], b: [0, 1] }],
    ['a list of files with three axes', 'LIST 3\nb\na', { a: [2, 3], b: [0, 1] }],
    ['numbers', 's%03d 9 10 1', { s009: [0, 1], s010: [2, 3] }],
    ['numbers that fall', 's%d 3 1 -2', { s1: [2, 3], s3: [0, 1] }],
    ['numbers with a number of axes', 's%d 0 1 1 2', { s0: [0, 1], s1: [2, 3] }],
  ])('name %s', async (_, data, others) => {
    const header = textFile('a.nhdr', `${nrrdText({ sizes: '2 1 2', 'data file': data }).trimEnd()}\n`);
    const files = Object.entries(others).map(([name, content]) => ctFile(name, Uint8Array.from(content)));
    expect([...(await readVolume([...files, header], { onNote: null })).data]).toEqual(counted);
  });
});

describe('errors', () => {
  const volumeOf = 'a volume has three axes of space: save the desired one as a separate file';

  it.each<[string, Record<string, string | null>, string]>([
    [
      'colours',
      {
        dimension: '4',
        sizes: '3 2 2 1',
        kinds: 'RGB-color domain domain domain',
        'space directions': 'none (1,0,0) (0,1,0) (0,0,1)',
      },
      `4 axes of 3 × 2 × 2 × 1 numbers, of the kinds RGB-color domain domain domain; ${volumeOf}`,
    ],
    [
      'vectors of a plane',
      { sizes: '3 2 2', kinds: 'vector domain domain', 'space directions': null },
      `3 axes of 3 × 2 × 2 numbers, of the kinds vector domain domain; ${volumeOf}`,
    ],
    [
      'four axes',
      { dimension: '4', sizes: '2 2 1 9', 'space directions': null },
      `4 axes of 2 × 2 × 1 × 9 numbers; ${volumeOf}`,
    ],
    ['two axes', { dimension: '2', sizes: '2 2', 'space directions': null }, `2 axes of 2 × 2 numbers; ${volumeOf}`],
    [
      'bzip2',
      { encoding: 'bzip2' },
      'the encoding bzip2 is not supported, only raw or gzip. Save the file again with one of them: unu save -f nrrd -e gzip -i FILE -o FILE',
    ],
    [
      'hex',
      { encoding: 'hex' },
      'the encoding hex is not supported, only raw or gzip. Save the file again with one of them: unu save -f nrrd -e gzip -i FILE -o FILE',
    ],
    [
      'a block',
      { type: 'block' },
      'type must be one of signed char, int8, int8_t, char, uchar, unsigned char, uint8, uint8_t, short, short int, signed short, signed short int, int16, int16_t, ushort, unsigned short, unsigned short int, uint16, uint16_t, int, signed int, int32, int32_t, uint, unsigned int, uint32, uint32_t, longlong, long long, long long int, signed long long, signed long long int, int64, int64_t, ulonglong, unsigned long long, unsigned long long int, uint64, uint64_t, float, double; received "block"',
    ],
    ['another byte order', { endian: 'middle' }, 'endian must be little or big; received "middle"'],
    [
      'time',
      { space: 'LPST' },
      'space must be one of right-anterior-superior, ras, left-anterior-superior, las, left-posterior-superior, lps, scanner-xyz, 3d-right-handed, 3d-left-handed; received "LPST"',
    ],
    ['no sizes', { sizes: null }, 'the NRRD header has no field sizes'],
    ['too few sizes', { sizes: '2 2' }, 'sizes must be 3 positive integers; received "2 2"'],
    ['too many axes', { dimension: '17' }, 'dimension must be at most 16; received "17"'],
    [
      'half a vector',
      { 'space directions': '(1,0) (0,1) (0,0)' },
      'space directions must be 3 vectors (x,y,z) or none; received "(1,0) (0,1) (0,0)"',
    ],
    ['an empty component', { 'space origin': '(1,,3)' }, 'space origin must be a vector (x,y,z); received "(1,,3)"'],
    [
      'a plane',
      { 'space directions': '(1,0,0) (2,0,0) (0,0,1)' },
      'the three axes must not lie in a plane; received 1,0,0 | 2,0,0 | 0,0,1',
    ],
    [
      'a spacing of 0',
      { 'space directions': null, spacings: '1 -1 1' },
      'spacings must be numbers above 0; received "1 -1 1"',
    ],
    [
      'compressed bytes at the end',
      { encoding: 'gzip', 'byte skip': '-1' },
      'byte skip must be at least 0 with encoding gzip; received "-1"',
    ],
    [
      'too few bytes',
      { sizes: '2 2 2' },
      'the header asks for 8 bytes (2 × 2 × 2 voxels of uint8) from byte 172 on; the file has 4 there: it is cut off or the header is wrong',
    ],
    ['too few lines', { 'line skip': '2' }, 'the header skips 2 lines; the file has 0'],
    [
      'a missing data file',
      { 'data file': 'v.raw' },
      'the data file "v.raw" is missing: pass it along with the header',
    ],
    [
      'a data file elsewhere',
      { 'data file': '../v.raw' },
      'the data file "../v.raw" lies outside the header\'s folder, so it is not opened',
    ],
    [
      'too few files',
      { 'data file': 'LIST\na', sizes: '2 1 2' },
      '2 × 1 × 2 voxels lie in 2 files of 2 axes; the header names 1',
    ],
    [
      'more files than a scan has slices',
      { 'data file': 's%d 1 1000000000 1', sizes: '1 1 1000000000' },
      's%d stands for 1000000000 files; at most 65536 are read',
    ],
  ])('%s', async (_, fields, message) => {
    await expect(read(fields)).rejects.toThrow(new CtFileError('a.nrrd', message));
  });

  it('long lines of blanks, at once', async () => {
    const blanks = ' '.repeat(500_000);
    await expect(readNrrd([textFile('a.nrrd', `NRRD0004\na: x${blanks}y\n\n`)])).rejects.toThrow('no field dimension');
  });

  it('no magic', () =>
    expect(readNrrd([textFile('a.nrrd', 'NRRD')])).rejects.toThrow(
      new CtFileError('a.nrrd', 'no NRRD header: the file must begin with NRRD0001 to NRRD0005'),
    ));

  it('no blank line', () =>
    expect(readNrrd([textFile('a.nrrd', nrrdText().trimEnd())])).rejects.toThrow(
      new CtFileError('a.nrrd', 'no blank line ends the NRRD header, and no field data file names its voxels'),
    ));
});
