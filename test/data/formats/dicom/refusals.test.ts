import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { CtFileError } from '../../../../src/data/ctFileError';
import { readDicomHeader } from '../../../../src/data/formats/dicom/readDicomHeader';
import { readDicomSlice } from '../../../../src/data/formats/dicom/readDicomSlice';
import { packRle } from '../../../support/packRle';
import { type SliceToWrite, writeDicom, writeDicomSlice } from '../../../support/writeDicom';

const slice: SliceToWrite = { hu: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], rows: 3, columns: 4 };
const rle = packRle(Uint16Array.from(slice.hu), 1)[0]!;
const compressed = (PixelData: Uint8Array[], transferSyntax = '1.2.840.10008.1.2.5'): Partial<SliceToWrite> => ({
  transferSyntax,
  elements: { PixelData },
});
const damaged = (at: number, byte: number) => compressed([rle.map((value, i) => (i === at ? byte : value))]);
const brokenPixels = (uid: string, why: string) =>
  `broken pixel data of transfer syntax 1.2.840.10008.1.2.${uid} (${why})`;
const jpegHead = (frame: number, height: number, width: number, channels = 1) =>
  Uint8Array.of(
    0xff,
    0xd8,
    0xff,
    frame,
    0,
    11,
    16,
    0,
    height,
    0,
    width,
    channels,
    1,
    0x11,
    0,
    0xff,
    0xda,
    0,
    8,
    1,
    1,
    0,
    1,
    0,
    0,
  );
const jpeg2000Head = (width: number, height: number, tile: number) => {
  const head = new DataView(new ArrayBuffer(60));
  head.setUint32(0, 0xff4fff51);
  for (const [i, value] of [width, height, 0, 0, tile, tile].entries()) head.setUint32(8 + 4 * i, value);
  head.setUint16(40, 1);
  return new Uint8Array(head.buffer);
};

describe('readDicomSlice refuses', () => {
  it.each<[string, Partial<SliceToWrite>, string]>([
    [
      'pixels of 1 bit',
      { elements: { BitsAllocated: 1, BitsStored: 1, HighBit: 0, PixelData: Uint8Array.of(1, 2) } },
      'pixels must have 8, 16 or 32 bits; received 1 bits allocated, 1 stored, high bit 0',
    ],
    [
      'more bits stored than allocated',
      { elements: { BitsStored: 17, HighBit: 16 } },
      'pixels must have 8, 16 or 32 bits; received 16 bits allocated, 17 stored, high bit 16',
    ],
    [
      'colours',
      { elements: { SamplesPerPixel: 3, PhotometricInterpretation: 'RGB' } },
      'a CT image must have 1 sample per pixel and be MONOCHROME2; received 3 and RGB',
    ],
    [
      'too few pixels',
      { elements: { PixelData: new Uint16Array(11) } },
      '1 × 3 × 4 pixels of 16 bits need 24 bytes; the pixel data are 22 bytes long',
    ],
    [
      'an absurd size',
      { elements: { Rows: 65_535, Columns: 65_535, NumberOfFrames: '65535' } },
      '65535 × 65535 × 65535 pixels of 16 bits need 562924184010750 bytes; the pixel data are 24 bytes long',
    ],
    [
      'an absurd size of a compressed frame',
      { encoding: 'rle', elements: { Rows: 65_535, Columns: 65_535 } },
      'compressed frames may have at most 16777216 pixels; received 65535×65535',
    ],
    [
      'an unknown transfer syntax',
      { transferSyntax: '1.2.3' },
      'transfer syntax 1.2.3 is not supported; convert the file to Explicit VR Little Endian ' +
        '(1.2.840.10008.1.2.1), for instance with `gdcmconv --raw` or `dcmdjpeg`',
    ],
    [
      'fragments in a syntax without compression',
      compressed([rle], '1.2.840.10008.1.2.1'),
      'uncompressed pixel data must have a defined length',
    ],
    [
      'compressed pixels that are no fragments',
      { transferSyntax: '1.2.840.10008.1.2.5' },
      'a broken DICOM file (compressed pixel data must be split into fragments)',
    ],
    [
      'fewer fragments than frames',
      { encoding: 'rle', elements: { NumberOfFrames: '2', PixelData: [rle] } },
      '1 fragments of pixel data do not make up the 2 frames of the header',
    ],
    ['RLE that is cut off', compressed([rle.subarray(0, 70)]), brokenPixels('5', 'a segment is cut off')],
    ['RLE without its head', compressed([rle.subarray(0, 40)]), brokenPixels('5', 'it is cut off')],
    ['RLE of 3 segments', damaged(0, 3), brokenPixels('5', 'expected 2 segments; received 3')],
    ['RLE beyond its end', damaged(9, 9), brokenPixels('5', 'segment 1 lies outside the frame')],
    [
      'a JPEG of another size',
      compressed([jpegHead(0xc3, 3, 5)], '1.2.840.10008.1.2.4.70'),
      brokenPixels('4.70', 'expected 3×4 in 1 channel; received 3×5 in 1'),
    ],
    [
      'a JPEG that is not lossless',
      compressed([jpegHead(0xc0, 3, 4)], '1.2.840.10008.1.2.4.57'),
      brokenPixels('4.57', 'unexpected marker 0xffc0'),
    ],
    [
      'a JPEG that is cut off',
      compressed([jpegHead(0xc3, 3, 4)], '1.2.840.10008.1.2.4.57'),
      brokenPixels('4.57', 'it is cut off'),
    ],
    [
      'JPEG-LS in colour',
      compressed([jpegHead(0xf7, 3, 4, 3)], '1.2.840.10008.1.2.4.80'),
      brokenPixels('4.80', 'expected 3×4 in 1 channel; received 3×4 in 3'),
    ],
    [
      'JPEG 2000 of another size',
      compressed([jpeg2000Head(4, 4, 4)], '1.2.840.10008.1.2.4.90'),
      brokenPixels('4.90', 'expected 3×4 in 1 channel; received 4×4 in 1'),
    ],
    [
      'JPEG 2000 that is something else',
      compressed([new Uint8Array(60)], '1.2.840.10008.1.2.4.90'),
      brokenPixels('4.90', 'it does not start like a JPEG 2000 codestream'),
    ],
    [
      'JPEG 2000 of absurd tiles',
      compressed([jpeg2000Head(4, 3, 0)], '1.2.840.10008.1.2.4.91'),
      brokenPixels('4.91', 'at most 262144 tiles are supported; received Infinity'),
    ],
  ])('%s', async (_, written, message) => {
    const file = ctFile('a.dcm', writeDicomSlice({ ...slice, ...written }));
    await expect(readDicomSlice(file)).rejects.toEqual(new CtFileError('a.dcm', message));
  });

  it('pixels that are cut off', async () => {
    const whole = writeDicomSlice(slice);
    await expect(readDicomSlice(ctFile('a.dcm', whole.subarray(0, -4)))).rejects.toEqual(
      new CtFileError('a.dcm', '1 × 3 × 4 pixels of 16 bits need 24 bytes; the file is cut off after 20 of them'),
    );
    const packed = writeDicomSlice({ ...slice, encoding: 'rle' });
    await expect(readDicomSlice(ctFile('a.dcm', packed.subarray(0, -20)))).rejects.toEqual(
      new CtFileError('a.dcm', 'a broken DICOM file (the pixel data are cut off)'),
    );
  });
});

describe('readDicomHeader refuses', () => {
  it.each<[string, Partial<SliceToWrite>, string]>([
    ['no rows', { elements: { Rows: 0 } }, 'Rows (0028,0010) must be a positive integer; received 0'],
    ['no columns', { elements: { Columns: null } }, 'Columns (0028,0011) must be a positive integer; received null'],
    ['a slope of 0', { elements: { RescaleSlope: '0' } }, 'RescaleSlope (0028,1053) must not be 0'],
    [
      'a slope of letters',
      { elements: { RescaleSlope: 'one' } },
      'RescaleSlope (0028,1053) must be a number; received "one"',
    ],
    ['a spacing of 0', { spacing: [0, 1] }, 'PixelSpacing (0028,0030) must be above 0; received 0, 1'],
    [
      'an orientation that is none',
      { elements: { ImageOrientationPatient: '1\\0\\0\\1\\0\\0' } },
      'ImageOrientationPatient (0020,0037) must be two unit vectors at right angles; received 1, 0, 0, 1, 0, 0',
    ],
    ['no pixels', { elements: { PixelData: null } }, 'PixelData (7fe0,0010) is missing: the file may be cut off'],
  ])('%s', async (_, written, message) => {
    const file = ctFile('a.dcm', writeDicomSlice({ ...slice, ...written }));
    await expect(readDicomHeader(file)).rejects.toEqual(new CtFileError('a.dcm', message));
  });

  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(), 'the file is empty'],
    ['another file', new TextEncoder().encode('no DICOM'), 'not a DICOM file: there is no "DICM" at byte 128'],
    ['a report', writeDicom({ Modality: 'SR' }), 'a DICOM file without an image'],
    [
      'a DICOMDIR',
      writeDicom({ PatientID: '1' }, 'explicit', '1.2.840.10008.1.2.1', '1.2.840.10008.1.3.10'),
      'a DICOMDIR, which lists images but holds none',
    ],
    [
      'a file without a transfer syntax',
      writeDicom({}, 'explicit', ''),
      'a broken DICOM file: its transfer syntax (0002,0010) is missing',
    ],
    ['nothing but a meta header', writeDicom({}), 'a broken DICOM file (it ends with its meta header)'],
    [
      'a header that is cut off',
      writeDicomSlice(slice).subarray(0, 400),
      'a broken DICOM file (littleEndianByteArrayParser.readUint16: attempt to read past end of buffer)',
    ],
  ])('%s', async (_, bytes, message) => {
    await expect(readDicomHeader(ctFile('a.dcm', bytes))).rejects.toEqual(new CtFileError('a.dcm', message));
  });

  it('a file that cannot be read', async () => {
    const file = { name: 'gone.dcm', arrayBuffer: () => Promise.reject(new Error('no such file')) };
    await expect(readDicomHeader(file)).rejects.toEqual(
      new CtFileError('gone.dcm', 'the file cannot be read (no such file)'),
    );
  });
});
