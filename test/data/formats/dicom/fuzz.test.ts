import * as fc from 'fast-check';
import { describe, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { readDicomHeader } from '../../../../src/data/formats/dicom/readDicomHeader';
import { readDicomSeries } from '../../../../src/data/formats/dicom/readDicomSeries';
import { readDicomSlice } from '../../../../src/data/formats/dicom/readDicomSlice';
import { breakFile, damage, expectTamed, fuzzCases } from '../../../support/fuzz';
import { packJpeg2000, packJpegLossless, packJpegLs } from '../../../support/packJpeg';
import { packRle } from '../../../support/packRle';
import {
  type DicomElements,
  type DicomEncoding,
  type SliceToWrite,
  writeDicomSlice,
} from '../../../support/writeDicom';

const [rows, columns] = [16, 12];
const hu = Int16Array.from({ length: rows * columns }, (_, i) => ((i * i) % 3000) - 1024);
const slice: SliceToWrite = { hu, rows, columns };

/** Enhanced CT of two frames. */
const enhanced: DicomElements = {
  NumberOfFrames: '2',
  SharedFunctionalGroupsSequence: [{ PixelMeasuresSequence: [{ PixelSpacing: '1\\1' }] }],
  PerFrameFunctionalGroupsSequence: [0, 1].map((z) => ({
    PlanePositionSequence: [{ ImagePositionPatient: `0\\0\\${z}` }],
  })),
};
const twice = { ...slice, hu: [...hu, ...hu], elements: enhanced };
const wrap = (uid: string, frame: Uint8Array) =>
  writeDicomSlice({ ...slice, transferSyntax: `1.2.840.10008.1.2.${uid}`, elements: { PixelData: [frame] } });
const frames: [string, string, () => Uint8Array | Promise<Uint8Array>][] = [
  ['RLE', '5', () => packRle(Uint16Array.from(hu), 1)[0]!],
  ['JPEG lossless', '4.70', () => packJpegLossless(hu, rows, columns, 4)],
  ['JPEG-LS', '4.80', () => packJpegLs(hu, rows, columns)],
  ['JPEG 2000', '4.90', () => packJpeg2000(hu, rows, columns)],
];

const encodings: readonly DicomEncoding[] = ['explicit', 'implicit', 'bigEndian', 'deflated', 'rle'];
const kinds: [string, () => Uint8Array | Promise<Uint8Array>][] = [
  ...encodings.map((encoding): [string, () => Uint8Array] => [encoding, () => writeDicomSlice({ ...twice, encoding })]),
  ...frames.map(([name, uid, pack]): [string, () => Promise<Uint8Array>] => [
    name,
    async () => wrap(uid, await pack()),
  ]),
];

/** Files of 3 kB: copies of them, one inflated header, pixels by the header they have. */
const mostBytes = 4 * 2 ** 20;
/** The codec of JPEG 2000 is loaded anew when it has failed, with its 50 MB. */
const codecBytes = 64 * 2 ** 20;
const allowed = (kind: string) => (kind === 'JPEG 2000' ? codecBytes : mostBytes);
const timeout = 60_000 + 200 * fuzzCases;

describe('broken DICOM files', () => {
  it.each(kinds)(
    'of kind %s give a CtFileError or an image, in bounds',
    async (kind, write) => {
      const whole = await write();
      const most = allowed(kind);
      await fc.assert(
        fc.asyncProperty(damage, async (how) => {
          const file = ctFile('broken.dcm', breakFile(whole, how, 1024));
          await expectTamed(() => readDicomHeader(file), [file.name], most);
          await expectTamed(() => readDicomSlice(file), [file.name], most);
          await expectTamed(
            () => readDicomSeries([file, ctFile('empty', new Uint8Array())]),
            [file.name, 'empty'],
            most,
          );
        }),
        { numRuns: fuzzCases, seed: 1 },
      );
    },
    timeout,
  );

  it.each(frames)(
    'with a broken %s frame give a CtFileError or an image, in bounds',
    async (kind, uid, pack) => {
      const whole = await pack();
      await fc.assert(
        fc.asyncProperty(damage, async (how) => {
          const file = ctFile('broken.dcm', wrap(uid, breakFile(whole, how, 100)));
          await expectTamed(() => readDicomSlice(file), [file.name], allowed(kind));
        }),
        { numRuns: fuzzCases, seed: 1 },
      );
    },
    timeout,
  );
});
