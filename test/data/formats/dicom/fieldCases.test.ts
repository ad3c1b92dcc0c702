import { describe, expect, it } from 'vitest';

import { type CtFile, ctFile } from '../../../../src/data/ctFile';
import { readDicomSeries } from '../../../../src/data/formats/dicom/readDicomSeries';
import { type DicomElements, type SliceToWrite, writeDicomSlice } from '../../../support/writeDicom';

/** A slice of one row whose voxels are −1000 and its number. */
const slice = (number: number, z: number, elements: DicomElements = {}, more: Partial<SliceToWrite> = {}): CtFile =>
  ctFile(
    `${number}.dcm`,
    writeDicomSlice({
      ...{ hu: [-1000, number], rows: 1, columns: 2, position: [0, 0, z], instanceNumber: number, elements },
      ...more,
    }),
  );
const series = (steps: readonly number[], elements: DicomElements = {}, first = 1) =>
  steps.map((z, i) => slice(first + i, z, elements));
const numbers = (data: ArrayLike<number>) => Array.from({ length: data.length / 2 }, (_, i) => data[2 * i + 1]);
const problemOf = async (files: readonly CtFile[], options = {}) =>
  readDicomSeries(files, options).then(
    () => 'read',
    ({ message }: Error) => message,
  );

describe('several volumes under one series UID', () => {
  const phases = [
    ...series([0, 5, 10, 15], { AcquisitionNumber: '1' }),
    ...series([2.5, 7.5, 12.5], { AcquisitionNumber: '2' }, 11),
  ];

  it('are never interleaved: the error lists them', async () => {
    expect(await problemOf(phases)).toBe(
      '1.dcm: the series holds several volumes at one place: acquisition 1 (4 slices), acquisition 2 (3 slices). Pass ' +
        '`acquisition: 1`, or put the files of one into a folder of its own',
    );
  });

  it('can be chosen by their acquisition', async () => {
    const { volume, notes } = await readDicomSeries(phases, { acquisition: 2 });
    expect(numbers(volume.data)).toEqual([11, 12, 13]);
    expect(notes).toContain('4 slices of other acquisitions skipped');
    expect(await problemOf(phases, { acquisition: 3 })).toBe(
      '1.dcm: there is no acquisition 3; there are acquisition 1 (4 slices), acquisition 2 (3 slices)',
    );
  });

  it.each<[string, DicomElements, DicomElements, string]>([
    ['kernels', { ConvolutionKernel: 'B30f' }, { ConvolutionKernel: 'B70f' }, 'kernel B30f (3 slices), kernel B70f'],
    [
      'time points',
      { TemporalPositionIdentifier: '1' },
      { TemporalPositionIdentifier: '2' },
      'time point 1 (3 slices)',
    ],
    ['echoes', { EchoNumbers: '1' }, { EchoNumbers: '2' }, 'echo 1 (3 slices), echo 2'],
    [
      'image types',
      { ImageType: 'ORIGINAL\\PRIMARY\\AXIAL' },
      { ImageType: 'DERIVED\\SECONDARY\\AXIAL' },
      'image type DERIVED\\SECONDARY\\AXIAL (3 slices)',
    ],
  ])('are told apart by their %s', async (_, one, other, listed) => {
    expect(await problemOf([...series([0, 5, 10], one), ...series([0, 5, 10], other, 11)])).toContain(listed);
  });

  it.each([
    ['at two times', ['101500', '101500', '101500', '101500', '101530', '101530', '101530']],
    ['slice by slice', ['101500', '101501', '101502', '101503', '101530.1', '101530.2', '101530.3']],
    ['there and back', ['101500', '101501', '101502', '101503', '101530.3', '101530.2', '101530.1']],
  ])('are told apart by their times alone, %s', async (_, times) => {
    const places = [0, 5, 10, 15, 2.5, 7.5, 12.5];
    const phases = places.map((z, i) => slice(i + 1, z, { AcquisitionTime: times[i]! }));
    expect(await problemOf(phases)).toMatch(
      /^1\.dcm: the series holds several volumes at one place: time 101500 \(4 slices\), time 101530(\.1)? \(3 slices\)\. Put the files of one into a folder of its own$/,
    );
  });

  it.each([
    ['rises slice by slice', [0, 1, 2, 3, 4, 5]],
    ['falls by rotations of two slices', [2, 2, 1, 1, 0, 0]],
    ['follows no order', [3, 0, 5, 1, 4, 2]],
    ['turns back by a slice', [0, 1, 2, 4, 3, 5]],
  ])('are one where their time %s', async (_, times) => {
    const one = times.map((time, i) => slice(i + 1, 5 * i, { AcquisitionTime: `10150${time}` }));
    expect((await readDicomSeries(one)).volume.shape[0]).toBe(6);
  });

  it('that continue each other along the table are one', async () => {
    const continued = [
      ...series([0, 5, 10], { AcquisitionNumber: '1' }),
      ...series([15, 20, 25], { AcquisitionNumber: '2' }, 4),
    ];
    const { volume, notes } = await readDicomSeries(continued);
    expect(numbers(volume.data)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(notes).toEqual([]);
  });

  it('are one if every slice is an acquisition of its own', async () => {
    const each = [0, 5, 10, 15].map((z, i) => slice(i + 1, z, { AcquisitionNumber: String(i + 1) }));
    expect((await readDicomSeries(each)).volume.shape[0]).toBe(4);
  });
});

it('an acquisition must be a number', async () => {
  const acquisition = '2' as unknown as number;
  expect(await problemOf(series([0, 5]), { acquisition })).toBe(
    'readDicomSeries: `acquisition` must be an integer; received "2"',
  );
});

it('slices at one position are called that', async () => {
  expect(await problemOf(series([7, 7, 7]))).toBe(
    '1.dcm: 3 slices have one position: it was lost, or they are several volumes of one slice. Pass the files of one',
  );
});

describe('beside a scan', () => {
  it('an object with a broken header is passed over, unlike a broken slice', async () => {
    const broken = { PixelSpacing: '0\\0', SeriesInstanceUID: '9' };
    const { notes } = await readDicomSeries([slice(9, 0, { ...broken, Modality: 'RTDOSE' }), ...series([0, 5, 10])]);
    expect(notes).toEqual(['9.dcm is skipped: a dose distribution (RTDOSE)']);
    expect(await problemOf([slice(9, 0, broken), ...series([0, 5, 10])])).toContain('must be above 0; received 0, 0');
  });

  it.each<[string, DicomElements, string]>([
    ['a dose', { Modality: 'RTDOSE', SeriesInstanceUID: '9' }, 'a dose distribution (RTDOSE)'],
    ['a segmentation', { Modality: 'SEG', SeriesInstanceUID: '9' }, 'a segmentation (SEG)'],
    [
      'a saved screen',
      { SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', ImagePositionPatient: null },
      'a saved screen without a position',
    ],
  ])('%s is passed over with a note', async (_, elements, reason) => {
    const { volume, notes } = await readDicomSeries([slice(9, 0, elements), ...series([0, 5, 10])]);
    expect(numbers(volume.data)).toEqual([1, 2, 3]);
    expect(notes).toEqual([`9.dcm is skipped: ${reason}`]);
  });

  it('a series without positions is passed over with a note', async () => {
    const derived = { SeriesInstanceUID: '9', ImagePositionPatient: null, SeriesDescription: 'MIP' };
    const { notes } = await readDicomSeries([slice(9, 0, derived), ...series([0, 5, 10])]);
    expect(notes).toEqual(['series 9 is skipped (MIP, 1 slice without a position)']);
  });
});

describe('a slice without a position', () => {
  const bare = { ImagePositionPatient: null };

  it('goes between its neighbours by number', async () => {
    const { volume, notes } = await readDicomSeries([slice(1, 10), slice(2, 0, bare), slice(3, 0)]);
    expect(numbers(volume.data)).toEqual([3, 2, 1]);
    expect([volume.spacing[0], volume.affine[2]![3]]).toEqual([5, 0]);
    expect(notes).toEqual(['2.dcm has no position: by its number 2 it lies between 1.dcm and 3.dcm']);
  });

  it('is skipped if its neighbours are not known', async () => {
    const { volume, notes } = await readDicomSeries([...series([0, 5, 10]), slice(9, 0, bare)]);
    expect(volume.shape[0]).toBe(3);
    expect(notes).toEqual(['9.dcm is skipped: it has no position, unlike the others']);
  });

  it('is sorted by SliceLocation if no slice has one', async () => {
    const located = [15, 0, 5, 10].map((at, i) => slice(i + 1, 0, { ...bare, SliceLocation: String(at) }));
    const { volume, notes } = await readDicomSeries(located);
    expect(numbers(volume.data)).toEqual([2, 3, 4, 1]);
    expect(volume.spacing[0]).toBe(5);
    expect(notes).toEqual([
      'no slice has a position: they are sorted by SliceLocation and stacked along the normal from (0, 0, 0)',
    ]);
  });
});

describe('uneven slices', () => {
  it('have the smallest step that is frequent, and none is missing if their numbers are consecutive', async () => {
    const { volume, notes } = await readDicomSeries(series([0, 2.5, 5, 7.5, 12.5, 17.5, 22.5, 27.5]));
    expect(volume.spacing[0]).toBe(2.5);
    expect(volume.isUneven).toBe(true);
    expect(volume.slicePlaces).toEqual([0, 1, 2, 3, 5, 7, 9, 11]);
    expect(notes[0]).toMatch(
      /^slices are unevenly spaced, so distances and volumes are approximate; 2\.50 mm is assumed/,
    );
    expect(notes[0]).not.toContain('missing');
  });
});

describe('malformed elements', () => {
  it.each<[string, DicomElements, string]>([
    ['SliceThickness', { SliceThickness: '2,5' }, 'SliceThickness (0018,0050) is not a number and is ignored'],
    ['InstanceNumber', { InstanceNumber: 'A1' }, 'InstanceNumber (0020,0013) is not a number and is ignored'],
    ['NumberOfFrames', { NumberOfFrames: '0' }, 'NumberOfFrames (0028,0008) is 0; 1 is assumed'],
    ['HighBit', { HighBit: 11 }, 'HighBit (0028,0102) is 11 of 16 stored bits; 15 is assumed'],
  ])('%s do not stop the reader, and one note names all files', async (_, elements, note) => {
    const { volume, notes } = await readDicomSeries(series([0, 5, 10], elements));
    expect(numbers(volume.data)).toEqual([1, 2, 3]);
    expect(notes).toEqual([`1.dcm and 2 other files: ${note}`]);
  });

  it('pixels beyond the last row are ignored', async () => {
    const long = { PixelData: Int16Array.of(-1000, 7, 0, 0) };
    const { volume, notes } = await readDicomSeries([slice(1, 0, { ...long, SliceThickness: '5' })]);
    expect([...volume.data]).toEqual([-1000, 7]);
    expect(notes).toEqual(['1.dcm: the pixel data are 4 bytes longer than 4; the rest is ignored']);
  });
});

describe('Hounsfield units are doubted', () => {
  it('without a RescaleSlope', async () => {
    const bare = { RescaleSlope: null, RescaleIntercept: null };
    const none = 'no slice has a RescaleSlope: stored values are taken for Hounsfield units there';
    expect((await readDicomSeries(series([0, 5], bare))).notes).toEqual([none]);
    const some = [slice(1, 0), slice(2, 5, bare)];
    expect((await readDicomSeries(some)).notes).toEqual([
      'not every slice (2.dcm) has a RescaleSlope: stored values are taken for Hounsfield units there',
    ]);
    const labels = [slice(1, 0, bare, { hu: [0, 6] })];
    expect((await readDicomSeries([...labels, slice(2, 5, bare, { hu: [6, 0] })], { kind: 'label' })).notes).toEqual(
      [],
    );
  });

  it('if slices have different intercepts', async () => {
    const { notes } = await readDicomSeries([slice(1, 0), slice(2, 5, { RescaleIntercept: '-1024' })]);
    expect(notes).toEqual(['RescaleIntercept differs between slices: 0, -1024']);
  });

  it('if slices have different slopes', async () => {
    const { notes } = await readDicomSeries([slice(1, 0), slice(2, 5, { RescaleSlope: '2' })]);
    expect(notes).toEqual(['RescaleSlope differs between slices: 1, 2']);
  });

  it('if their unit is another', async () => {
    const withUnit = (unit: string) => readDicomSeries(series([0, 5], { RescaleType: unit }));
    expect((await withUnit('US')).notes).toEqual(['RescaleType is US, not HU: values may not be Hounsfield units']);
    expect((await withUnit('HU')).notes).toEqual([]);
  });

  it('if padding stands for tissue', async () => {
    const { notes } = await readDicomSeries(series([0, 5], { PixelPaddingValue: 40 }));
    expect(notes).toEqual([
      '1.dcm and 1 other file: PixelPaddingValue (0028,0120) marks 40 HU as padding: such voxels become -1024 HU',
    ]);
  });
});
