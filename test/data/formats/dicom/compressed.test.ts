import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { CtFileError } from '../../../../src/data/ctFileError';
import { readDicomSlice } from '../../../../src/data/formats/dicom/readDicomSlice';
import { Random } from '../../../../src/utils/random';
import { packJpeg2000, packJpegLossless, packJpegLs } from '../../../support/packJpeg';
import { type DicomElements, writeDicomSlice } from '../../../support/writeDicom';

const [rows, columns] = [12, 10];
const random = new Random(3);
const pictures: Record<string, Int16Array> = {
  'a ramp': Int16Array.from({ length: rows * columns }, (_, i) => 7 * i - 1024),
  noise: Int16Array.from({ length: rows * columns }, () => Math.floor(65_536 * random.uniform()) - 32_768),
  'stripes and padding': Int16Array.from({ length: rows * columns }, (_, i) => (i % 3 ? -2000 : 3000)),
};
const packers: [string, string, (words: Int16Array) => Uint8Array | Promise<Uint8Array>][] = [
  ['JPEG lossless', '57', (words) => packJpegLossless(words, rows, columns)],
  ['JPEG lossless with restarts', '70', (words) => packJpegLossless(words, rows, columns, 1)],
  ['JPEG-LS', '80', (words) => packJpegLs(words, rows, columns)],
  ['JPEG 2000', '90', (words) => packJpeg2000(words, rows, columns)],
];
const file = (uid: string, PixelData: Uint8Array[], elements: DicomElements = {}) =>
  ctFile(
    'a.dcm',
    writeDicomSlice({
      hu: [],
      rows,
      columns,
      transferSyntax: `1.2.840.10008.1.2.4.${uid}`,
      elements: { PixelData, ...elements },
    }),
  );

describe.each(packers)('%s', (_, uid, pack) => {
  it.each(Object.entries(pictures))('gives back %s', async (_, picture) => {
    const { values } = await readDicomSlice(file(uid, [await pack(picture)]));
    expect(values).toEqual(picture);
  });

  it('is refused with the name of the file if the data are cut off', async () => {
    const frame = await pack(pictures.noise!);
    const problem = `broken pixel data of transfer syntax 1.2.840.10008.1.2.4.${uid} (it is cut off)`;
    for (const share of [0.3, 0.9]) {
      const start = frame.subarray(0, share * frame.length);
      await expect(readDicomSlice(file(uid, [start]))).rejects.toEqual(new CtFileError('a.dcm', problem));
    }
  });

  it('is read again after a broken frame', async () => {
    const frame = await pack(pictures.noise!);
    await expect(readDicomSlice(file(uid, [frame.subarray(0, 60)]))).rejects.toThrow(CtFileError);
    expect((await readDicomSlice(file(uid, [frame]))).values).toEqual(pictures.noise);
  });

  it('is found by its beginning where frames have several fragments and no offsets', async () => {
    const [first, second] = [await pack(pictures.noise!), await pack(pictures['a ramp']!)];
    const parts = [first.subarray(0, 50), first.subarray(50), second.subarray(0, 40), second.subarray(40)];
    const frames = file(uid, parts, { NumberOfFrames: '2' });
    expect((await readDicomSlice(frames)).values).toEqual(pictures.noise);
    expect((await readDicomSlice(frames, { frame: 1 })).values).toEqual(pictures['a ramp']);
  });
});

it.each([
  ['JPEG-LS', '80', packJpegLs],
  ['JPEG 2000', '90', packJpeg2000],
] as const)('%s of 8 bits gives back bytes', async (_, uid, pack) => {
  const bytes = Uint8Array.from({ length: rows * columns }, (_, i) => 2 * i + 1);
  const elements = { BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0 };
  const { values } = await readDicomSlice(file(uid, [await pack(bytes, rows, columns)], elements));
  expect(values).toEqual(Int16Array.from(bytes));
});

it('refuses signed samples of fewer bits than the header stores', async () => {
  const frame = await packJpegLs(new Uint8Array(rows * columns), rows, columns);
  await expect(readDicomSlice(file('80', [frame]))).rejects.toEqual(
    new CtFileError(
      'a.dcm',
      'broken pixel data of transfer syntax 1.2.840.10008.1.2.4.80 (samples of 8 bits where the header has 16)',
    ),
  );
});
