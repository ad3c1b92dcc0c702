import { expect, it } from 'vitest';

import { type CtFile, ctFile } from '../../../../src/data/ctFile';
import { readDicomHeader } from '../../../../src/data/formats/dicom/readDicomHeader';
import { readDicomSlice } from '../../../../src/data/formats/dicom/readDicomSlice';
import { type DicomElements, type DicomEncoding, writeDicomSlice } from '../../../support/writeDicom';

const side = 256; // 128 KiB of pixels
const large = { hu: new Int16Array(side * side), rows: side, columns: side };

/** A file that can be read in part, and tells which parts were. */
function watched(bytes: Uint8Array): { file: CtFile; reads: string[] } {
  const reads: string[] = [];
  const { name, arrayBuffer } = ctFile('a.dcm', bytes);
  const file: CtFile = {
    name,
    arrayBuffer() {
      reads.push('all');
      return arrayBuffer();
    },
    slice(start, end) {
      reads.push(`${start} to ${end}`);
      return ctFile(name, bytes.subarray(start, end));
    },
  };
  return { file, reads };
}

/** Functional groups of a frame at a height. */
const groups = (z: number, intercept: number): DicomElements => ({
  PlanePositionSequence: [{ ImagePositionPatient: `1\\2\\${z}` }],
  PixelValueTransformationSequence: [{ RescaleSlope: '2', RescaleIntercept: String(intercept) }],
});
const shared: DicomElements = {
  PixelMeasuresSequence: [{ PixelSpacing: '0.5\\0.25', SliceThickness: '3' }],
  PlaneOrientationSequence: [{ ImageOrientationPatient: '0\\1\\0\\0\\0\\-1' }],
};
const enhanced = (frames: number): DicomElements => ({
  NumberOfFrames: String(frames),
  ImagePositionPatient: null,
  ImageOrientationPatient: null,
  PixelSpacing: null,
  SharedFunctionalGroupsSequence: [shared],
  PerFrameFunctionalGroupsSequence: Array.from({ length: frames }, (_, i) => groups(3 * i, -i)),
});

it('reads the first 64 KiB of a file alone', async () => {
  const { file, reads } = watched(writeDicomSlice(large));
  expect(await readDicomHeader(file)).toMatchObject({ rows: side, columns: side, modality: 'CT' });
  expect(reads).toEqual(['0 to 65536']);
});

it('reads the whole file where its header is longer', async () => {
  const frames = 1000;
  const bytes = writeDicomSlice({ hu: new Int16Array(frames), rows: 1, columns: 1, elements: enhanced(frames) });
  const { file, reads } = watched(bytes);
  const header = await readDicomHeader(file);
  expect([header.frames.length, header.frames.at(-1)!.position]).toEqual([frames, [1, 2, 2997]]);
  expect(reads).toEqual(['0 to 65536', 'all']);
});

it.each<DicomEncoding>(['explicit', 'implicit', 'bigEndian', 'deflated', 'rle'])(
  'takes place and scale from functional groups (%s)',
  async (encoding) => {
    const written = { hu: [0, 10, 20], rows: 1, columns: 1, encoding, elements: enhanced(3) };
    const { frames } = await readDicomHeader(ctFile('a.dcm', writeDicomSlice(written)));
    const common = { orientation: [0, 1, 0, 0, 0, -1], spacing: [0.5, 0.25], slope: 2, isScaled: true, unit: null };
    expect(frames).toEqual([
      { ...common, position: [1, 2, 0], intercept: 0 },
      { ...common, position: [1, 2, 3], intercept: -1 },
      { ...common, position: [1, 2, 6], intercept: -2 },
    ]);
    const { values } = await readDicomSlice(ctFile('a.dcm', writeDicomSlice(written)), { frame: 2 });
    expect(values).toEqual(Int16Array.of(38));
  },
);

it('gives frames without functional groups no position', async () => {
  const bytes = writeDicomSlice({ hu: [1, 2], rows: 1, columns: 1, elements: { NumberOfFrames: '2' } });
  const { frames } = await readDicomHeader(ctFile('a.dcm', bytes));
  expect(frames.map(({ position }) => position)).toEqual([null, null]);
});

it('ignores what follows the deflated data', async () => {
  const bytes = writeDicomSlice({ hu: [5, 6], rows: 1, columns: 2, encoding: 'deflated' });
  const { values } = await readDicomSlice(ctFile('a.dcm', Uint8Array.from([...bytes, 0, 0, 0])));
  expect(values).toEqual(Int16Array.of(5, 6));
});

it('finds the pixels of a deflated file behind a long header', async () => {
  const frames = 1000;
  const written = { rows: 1, columns: 1, encoding: 'deflated' as const, elements: enhanced(frames) };
  const bytes = writeDicomSlice({ ...written, hu: Array.from({ length: frames }, (_, i) => i) });
  const { values } = await readDicomSlice(ctFile('a.dcm', bytes), { frame: 999 });
  expect(values).toEqual(Int16Array.of(999));
});
