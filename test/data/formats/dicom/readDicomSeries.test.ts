import { describe, expect, it } from 'vitest';

import { type CtFile, ctFile } from '../../../../src/data/ctFile';
import { CtFileError } from '../../../../src/data/ctFileError';
import { readDicomSeries } from '../../../../src/data/formats/dicom/readDicomSeries';
import { type DicomElements, type SliceToWrite, writeDicom, writeDicomSlice } from '../../../support/writeDicom';

/** A slice of 2×3 whose voxels count from 10 times its instance number. */
const written = (instanceNumber: number, z: number, more: Partial<SliceToWrite> = {}): SliceToWrite => ({
  hu: [0, 1, 2, 3, 4, 5].map((value) => 10 * instanceNumber + value),
  rows: 2,
  columns: 3,
  position: [-100, -50, z],
  spacing: [0.5, 0.25],
  instanceNumber,
  ...more,
});
const file = (
  instanceNumber: number,
  z: number,
  more?: Partial<SliceToWrite>,
  name = `slice${instanceNumber}`,
): CtFile => ctFile(name, writeDicomSlice(written(instanceNumber, z, more)));
const withElements = (elements: DicomElements) => ({ elements });
const firsts = (data: ArrayLike<number>) => Array.from({ length: data.length / 6 }, (_, i) => data[6 * i]);

describe('readDicomSeries', () => {
  it('orders slices by position, whatever their names and numbers', async () => {
    const { volume, notes } = await readDicomSeries([file(1, 9), file(3, 4), file(2, 6.5)]);
    expect(volume).toEqual({
      data: Int16Array.from([30, 31, 32, 33, 34, 35, 20, 21, 22, 23, 24, 25, 10, 11, 12, 13, 14, 15]),
      shape: [3, 2, 3],
      spacing: [2.5, 0.5, 0.25],
      affine: [
        [0.25, 0, 0, -100],
        [0, 0.5, 0, -50],
        [0, 0, 2.5, 4],
      ],
      kind: 'hu',
      storedAs: 'LPS',
      source: 'slice3',
    });
    expect(notes).toEqual([]);
  });

  it('turns other orientations into that of the library', async () => {
    const sagittal = withElements({ ImageOrientationPatient: '0\\1\\0\\0\\0\\-1' });
    const at = (x: number) => ({ ...sagittal, position: [x, -50, 20] as const });
    const { volume } = await readDicomSeries([file(1, 0, at(0)), file(2, 0, at(2))]);
    expect(volume.storedAs).toBe('PIR');
    expect(volume.shape).toEqual([2, 3, 2]);
    expect(volume.spacing).toEqual([0.5, 0.25, 2]);
    expect([...volume.data]).toEqual([13, 23, 14, 24, 15, 25, 10, 20, 11, 21, 12, 22]);
  });

  it('passes over with a note what is no slice of the series', async () => {
    const localizer = withElements({ ImageType: 'ORIGINAL\\PRIMARY\\LOCALIZER' });
    const colour = withElements({ PhotometricInterpretation: 'PALETTE COLOR' });
    const { volume, notes } = await readDicomSeries([
      file(1, 0),
      ctFile('empty', new Uint8Array()),
      ctFile('Thumbs.db', new Uint8Array(200)),
      ctFile('report', writeDicom({ Modality: 'SR' })),
      ctFile('DICOMDIR', writeDicom({ PatientID: '1' }, 'explicit', '1.2.840.10008.1.2.1', '1.2.840.10008.1.3.10')),
      file(7, 0, localizer, 'scout'),
      file(8, 0, colour, 'picture'),
      file(1, 0, {}, 'again'),
      file(2, 1),
    ]);
    expect(firsts(volume.data)).toEqual([10, 20]);
    expect(notes).toEqual([
      'empty is skipped: the file is empty',
      'Thumbs.db is skipped: not a DICOM file: there is no "DICM" at byte 128',
      'report is skipped: a DICOM file without an image',
      'DICOMDIR is skipped: a DICOMDIR, which lists images but holds none',
      'scout is skipped: a scout (localizer)',
      'picture is skipped: a picture in colour (PALETTE COLOR)',
      'again is skipped: a copy of slice1',
    ]);
  });

  it('notes missing slices and goes on with the usual step', async () => {
    const { volume, notes } = await readDicomSeries([file(1, 0), file(2, 2), file(3, 4), file(6, 10), file(7, 12)]);
    expect(volume.spacing[0]).toBe(2);
    expect(notes).toEqual([
      'slices are unevenly spaced, so distances and volumes are approximate; 2.00 mm is assumed: 6.00 mm between slice3 and slice6 (2 may be missing)',
    ]);
  });

  it('takes the lowest instance number of slices at one place, with a note', async () => {
    const { volume, notes } = await readDicomSeries([file(4, 2), file(1, 0), file(2, 1), file(3, 2)]);
    expect(firsts(volume.data)).toEqual([10, 20, 30]);
    expect(notes).toEqual(['slice4 is skipped: it lies where slice3 does']);
  });

  it('keeps the shear of a tilted gantry, with a note', async () => {
    const at = (i: number) => file(i, 4 * i, { position: [0, i, 4 * i] });
    const { volume, notes } = await readDicomSeries([at(0), at(1), at(2)]);
    expect(volume.affine.map((row) => row[2])).toEqual([0, 1, 4]);
    expect(notes).toEqual(['every slice is shifted by 1.00 mm against the one before, as with a tilted gantry']);
  });

  it('notes slices that do not lie on a line', async () => {
    const { notes } = await readDicomSeries([file(0, 0), file(1, 1, { position: [-97, -50, 1] }), file(2, 2)]);
    expect(notes).toEqual(['slices are shifted against each other by up to 3.00 mm']);
  });

  it('orders by instance number where positions are missing, and says what is assumed', async () => {
    const bare = { ImagePositionPatient: null, ImageOrientationPatient: null, PixelSpacing: null };
    const { volume, notes } = await readDicomSeries([2, 10, 1].map((i) => file(i, 0, withElements(bare))));
    expect(firsts(volume.data)).toEqual([10, 20, 100]);
    expect(volume.spacing).toEqual([1, 1, 1]);
    expect(notes).toEqual([
      'no orientation is given: rows are assumed to run to the left, columns to the back',
      'no pixel spacing is given: 1 mm is assumed',
      'no slice has a position: they are sorted by instance number and stacked along the normal from (0, 0, 0)',
      'no slice thickness is given: slices are assumed to be 1 mm apart',
    ]);
  });

  it('keeps the order of files that have neither positions nor numbers', async () => {
    const bare = withElements({ ImagePositionPatient: null, InstanceNumber: null, SliceThickness: '5' });
    const { volume, notes } = await readDicomSeries([2, 1, 3].map((i) => file(i, 0, bare)));
    expect([firsts(volume.data), volume.spacing[0]]).toEqual([[20, 10, 30], 5]);
    expect(notes).toEqual([
      'no slice has a position: they are sorted in the order of the files and stacked along the normal from (0, 0, 0)',
    ]);
  });

  it('scales each slice by itself and gives floats for all if one needs them', async () => {
    const { volume } = await readDicomSeries([file(1, 0), file(2, 1, withElements({ RescaleSlope: '0.5' }))]);
    expect(volume.data).toEqual(Float32Array.of(10, 11, 12, 13, 14, 15, 10, 10.5, 11, 11.5, 12, 12.5));
  });
});

describe('readDicomSeries of one file', () => {
  const frames = { hu: Array.from({ length: 18 }, (_, i) => i), ...withElements({ NumberOfFrames: '3' }) };

  it('makes a volume of one slice, as thick as the file says', async () => {
    const { volume, notes } = await readDicomSeries([file(1, 7, withElements({ SliceThickness: '2.5' }))]);
    expect([volume.shape, volume.spacing, volume.affine[2]]).toEqual([
      [1, 2, 3],
      [2.5, 0.5, 0.25],
      [0, 0, 2.5, 7],
    ]);
    expect(notes).toEqual([]);
  });

  it('orders the frames of Enhanced CT by their positions', async () => {
    const at = (z: number) => ({ PlanePositionSequence: [{ ImagePositionPatient: `0\\0\\${z}` }] });
    const elements = { ...frames.elements, PerFrameFunctionalGroupsSequence: [at(4), at(2), at(0)] };
    const { volume, notes } = await readDicomSeries([file(1, 0, { ...frames, elements })]);
    expect([firsts(volume.data), volume.spacing[0]]).toEqual([[12, 6, 0], 2]);
    expect(notes).toEqual([]);
  });

  it('keeps the order of frames without positions', async () => {
    const elements = { ...frames.elements, SpacingBetweenSlices: '3' };
    const { volume, notes } = await readDicomSeries([file(1, 0, { ...frames, elements })]);
    expect([firsts(volume.data), volume.spacing[0]]).toEqual([[0, 6, 12], 3]);
    expect(notes).toEqual([
      'no slice has a position: they are sorted by instance number and stacked along the normal from (0, 0, 0)',
    ]);
  });

  it('notes another modality than CT, but not for labels', async () => {
    const mr = () => [file(1, 0, withElements({ Modality: 'MR', SliceThickness: '1' }))];
    expect((await readDicomSeries(mr())).notes).toEqual([
      'the modality is MR, not CT: values may not be Hounsfield units',
    ]);
    const { volume, notes } = await readDicomSeries(mr(), { kind: 'label' });
    expect([volume.kind, notes]).toEqual(['label', []]);
  });
});

describe('readDicomSeries refuses', () => {
  const other = { seriesUid: '9.9', elements: { SeriesDescription: 'Abdomen' } };
  it.each<[string, CtFile[], string | null, CtFileError]>([
    [
      'mixed series',
      [file(1, 0), file(2, 1, other), file(3, 2, other)],
      null,
      new CtFileError(
        'slice1',
        "2 series are mixed: 9.9 (Abdomen, 2 slices), 1.2.3.4 (no description, 1 slice). Pass `seriesUid: '9.9'`, or put the files of one into a folder of its own",
      ),
    ],
    [
      'a series that is not there',
      [file(1, 0)],
      '7',
      new CtFileError('slice1', 'there is no series 7; there are 1.2.3.4 (no description, 1 slice)'),
    ],
    [
      'files without an image',
      [ctFile('empty', new Uint8Array()), ctFile('text', new Uint8Array(3))],
      null,
      new CtFileError(
        'empty',
        'there is no CT image. empty is skipped: the file is empty. ' +
          'text is skipped: not a DICOM file: there is no "DICM" at byte 128',
      ),
    ],
    [
      'many files without an image',
      Array.from({ length: 7 }, (_, i) => ctFile(String(i), new Uint8Array())),
      null,
      new CtFileError('0', 'there is no CT image. 0 and 6 other files are skipped: the file is empty'),
    ],
    [
      'a time series',
      [file(1, 0), file(2, 1), file(3, 0), file(4, 1)],
      null,
      new CtFileError(
        'slice1',
        '4 slices share 2 positions, so they are several volumes (time points, echoes or reconstructions). Pass the files of one',
      ),
    ],
    [
      'different sizes',
      [file(1, 0), file(2, 1, { rows: 3, columns: 2 })],
      null,
      new CtFileError(
        'slice2',
        'the slices of a series must have the same rows and columns; slice1 has [2,3], slice2 [3,2]',
      ),
    ],
    [
      'different orientations',
      [file(1, 0), file(2, 1, { elements: { ImageOrientationPatient: '1\\0\\0\\0\\0\\-1' } })],
      null,
      new CtFileError(
        'slice2',
        'the slices of a series must have the same orientation; slice1 has [1,0,0,0,1,0], slice2 [1,0,0,0,0,-1]',
      ),
    ],
    [
      'different spacings',
      [file(1, 0), file(2, 1, { spacing: [0.5, 0.3] })],
      null,
      new CtFileError(
        'slice2',
        'the slices of a series must have the same spacing; slice1 has [0.5,0.25], slice2 [0.5,0.3]',
      ),
    ],
    [
      'a slice that is cut off',
      [file(1, 0), ctFile('slice2', writeDicomSlice(written(2, 1)).subarray(0, -4))],
      null,
      new CtFileError('slice2', '1 × 2 × 3 pixels of 16 bits need 12 bytes; the file is cut off after 8 of them'),
    ],
  ])('%s', async (_, files, seriesUid, error) => {
    await expect(readDicomSeries(files, { seriesUid })).rejects.toEqual(error);
  });

  it('no files', async () => {
    await expect(readDicomSeries([])).rejects.toEqual(
      new RangeError('readDicomSeries: `files` must be at least one file; received []'),
    );
  });

  it('an unknown kind', async () => {
    await expect(readDicomSeries([file(1, 0)], { kind: 'mask' as 'label' })).rejects.toEqual(
      new RangeError('readDicomSeries: `kind` must be one of hu, label; received "mask"'),
    );
  });
});
