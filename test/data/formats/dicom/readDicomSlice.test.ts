import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { CtFileError } from '../../../../src/data/ctFileError';
import { type DicomSliceOptions, readDicomSlice } from '../../../../src/data/formats/dicom/readDicomSlice';
import { packRle } from '../../../support/packRle';
import {
  type DicomElements,
  type DicomEncoding,
  type SliceToWrite,
  writeDicomSlice,
} from '../../../support/writeDicom';

const hu = [-1024, -200, -1, 0, 7, 7, 7, 7, 7, 250, 1200, 3071];
const slice: SliceToWrite = { hu, rows: 3, columns: 4 };

const readBytes = (bytes: Uint8Array, options?: DicomSliceOptions) => readDicomSlice(ctFile('a.dcm', bytes), options);
const read = (written: Partial<SliceToWrite>, options?: DicomSliceOptions) =>
  readBytes(writeDicomSlice({ ...slice, ...written }), options);
describe('readDicomSlice', () => {
  it.each<DicomEncoding>(['explicit', 'implicit', 'bigEndian', 'deflated', 'rle'])(
    'reads %s files of 8, 16 and 32 bits',
    async (encoding) => {
      const { values, rows, columns } = await read({ encoding });
      expect({ values, rows, columns }).toEqual({ values: Int16Array.from(hu), rows: 3, columns: 4 });
      const bytes = hu.map((value) => value & 0xff);
      const eight = { BitsAllocated: 8, PixelRepresentation: 0 };
      expect((await read({ encoding, hu: bytes, elements: eight })).values).toEqual(Int16Array.from(bytes));
      const wide = hu.map((value) => value * 65_536);
      const { values: floats } = await read({ encoding, hu: wide, elements: { BitsAllocated: 32 } });
      expect(floats).toEqual(Float32Array.from(wide));
    },
  );

  it('extends the sign from the highest stored bit, whatever lies above it', async () => {
    const elements = { BitsStored: 12, HighBit: 11 };
    const noisy = [-2048, -1, 0, 2047].map((value) => (value & 0xfff) | 0x5000);
    const shifted = [-2048, -1, 0, 2047].map((value) => ((value & 0xfff) << 3) | 0x8005);
    const four = { rows: 1, columns: 4 };
    const expected = Int16Array.of(-2048, -1, 0, 2047);
    expect((await read({ ...four, hu: noisy, elements })).values).toEqual(expected);
    expect((await read({ ...four, hu: shifted, elements: { BitsStored: 12, HighBit: 14 } })).values).toEqual(expected);
    const unsigned = await read({ ...four, hu: noisy, elements: { ...elements, PixelRepresentation: 0 } });
    expect(unsigned.values).toEqual(Int16Array.of(2048, 4095, 0, 2047));
  });

  it('applies slope and intercept, 1 and 0 where they are missing', async () => {
    const elements = { PixelRepresentation: 0, RescaleSlope: '2', RescaleIntercept: '-1024' };
    expect((await read({ hu: [0, 1000], rows: 1, columns: 2, elements })).values).toEqual(Int16Array.of(-1024, 976));
    const none = await read({ elements: { RescaleSlope: null, RescaleIntercept: null } });
    expect(none.values).toEqual(Int16Array.from(hu));
  });

  it('gives floats if slope or intercept is no integer, or a value does not fit 16 bits', async () => {
    const half = await read({ elements: { RescaleSlope: '0.5' } });
    expect(half.values).toEqual(Float32Array.from(hu, (value) => value / 2));
    const tenfold = await read({ elements: { RescaleSlope: '20' } });
    expect(tenfold.values).toEqual(Float32Array.from(hu, (value) => value * 20));
  });

  it('makes padding -1024 HU at most, and never less than -32768', async () => {
    const two = { rows: 1, columns: 3, hu: [100, -32_768, 40] };
    const padded = (elements: DicomElements) => read({ ...two, elements });
    const high = await padded({ PixelPaddingValue: 100 });
    expect(high.values).toEqual(Int16Array.of(-1024, -32_768, 40));
    const low = await padded({ PixelPaddingValue: 0x8000, RescaleIntercept: '-1024' });
    expect(low.values).toEqual(Int16Array.of(-924, -32_768, -984));
    const range = await padded({ PixelPaddingValue: 100, PixelPaddingRangeLimit: 40 });
    expect(range.values).toEqual(Int16Array.of(-1024, -32_768, -1024));
  });

  it('leaves labels alone that are called padding', async () => {
    const { values } = await read({ elements: { PixelPaddingValue: 7 } }, { kind: 'label' });
    expect(values).toEqual(Int16Array.from(hu));
  });

  it.each<DicomEncoding>(['explicit', 'deflated', 'rle'])('reads any frame of a %s file', async (encoding) => {
    const written = { encoding, hu: [1, 2, 3, 4, 5, 6], rows: 1, columns: 2, elements: { NumberOfFrames: '3' } };
    expect((await read(written)).values).toEqual(Int16Array.of(1, 2));
    expect((await read(written, { frame: 2 })).values).toEqual(Int16Array.of(5, 6));
    await expect(read(written, { frame: 3 })).rejects.toEqual(
      new CtFileError('a.dcm', 'frame 3 is asked for, but there are 3, from 0'),
    );
    await expect(read(written, { frame: -1 })).rejects.toEqual(
      new RangeError('readDicomSlice: `frame` must be an integer of at least 0; received -1'),
    );
  });

  it('joins the fragments of a compressed frame', async () => {
    const [frame] = packRle(Uint16Array.from(hu), 1);
    const PixelData = [frame!.subarray(0, 30), frame!.subarray(30, 70), frame!.subarray(70)];
    expect((await read({ encoding: 'rle', elements: { PixelData } })).values).toEqual(Int16Array.from(hu));
  });
});
