import { describe, expect, it } from 'vitest';

import type { CtFile } from '../../../../../src/data/ctFile';
import { type ReadVolumeOptions, readVolume } from '../../../../../src/data/readVolume';
import type { VolumeHeader } from '../../../../../src/data/volume';
import { type SegFrame, segFile } from '../../../../support/maskObjects';

/** A frame whose voxels with these indices have a value. */
const frame = (segment: number, z: number, at: readonly number[], value = 1): SegFrame => ({
  ...{ segment, z },
  values: Array.from({ length: 15 }, (_, i) => (at.includes(i) ? value : 0)),
});

async function read(file: CtFile, options: ReadVolumeOptions = {}) {
  const notes: string[] = [];
  const volume = await readVolume([file], { kind: 'label', onNote: (note) => notes.push(note), ...options });
  const [, height, width] = volume.shape;
  const slices = Array.from({ length: volume.shape[0] }, (_, z) =>
    [...volume.data.subarray(z * height * width, (z + 1) * height * width)].flatMap((label, i) =>
      label > 0 ? `${i}:${label}` : [],
    ),
  );
  return { volume, slices, notes };
}

const problemOf = (file: CtFile, options: ReadVolumeOptions = {}) =>
  read(file, options).then(
    () => 'read',
    ({ message }: Error) => message,
  );

/** The grid of a scan around the frames: a voxel more on each side, and slices from head to feet in the file. */
const grid: VolumeHeader = {
  shape: [6, 5, 7],
  spacing: [2, 0.9, 0.7],
  affine: [
    [0.7, 0, 0, -10.7],
    [0, 0.9, 0, 19.1],
    [0, 0, 2, -2],
  ],
  kind: 'hu',
  storedAs: 'LPI',
  source: 'scan.dcm',
};

describe('a binary SEG', () => {
  it('is read with frames in any order, whose bits do not end with a byte, and with empty slices between them', async () => {
    const { volume, slices, notes } = await read(
      segFile([frame(2, 6, [14]), frame(1, 0, [0, 14]), frame(2, 0, [7]), frame(1, 2, [3])]),
    );
    expect(slices).toEqual([['0:1', '7:2', '14:1'], ['3:1'], [], ['14:2']]);
    expect(volume).toMatchObject({
      ...{ shape: [4, 3, 5], spacing: [2, 0.9, 0.7], kind: 'label', storedAs: 'LPS', source: 'seg.dcm' },
      affine: [
        [0.7, 0, 0, -10],
        [0, 0.9, 0, 20],
        [0, 0, 2, 0],
      ],
      segments: ['A', 'B', 'C'].map((name, i) => ({ value: i + 1, name, color: null })),
    });
    expect(notes).toEqual([]);
  });

  it('fills the grid of its scan, in whose axes writers store it', async () => {
    const { volume, slices } = await read(segFile([frame(1, 6, [14]), frame(3, 0, [0])]), { grid });
    expect(slices).toEqual([[], ['8:3'], [], [], ['26:1'], []]);
    const { shape, spacing, affine, storedAs } = grid;
    expect(volume).toMatchObject({ shape, spacing, affine, storedAs, kind: 'label', source: 'seg.dcm' });
  });

  it('is read segment by segment, by name or number', async () => {
    const file = segFile([frame(1, 0, [1]), frame(2, 2, [2])]);
    expect((await read(file, { segments: ['b'] })).slices).toEqual([['2:2']]);
    expect((await read(file, { segments: [1, 2] })).slices).toEqual([['1:1'], ['2:2']]);
    expect((await read(file, { segments: ['C'] })).slices).toEqual([[]]);
  });

  it('has codes if segments overlap', async () => {
    const file = segFile([frame(1, 0, [1, 2]), frame(2, 0, [2, 3])]);
    const { volume, slices } = await read(file);
    expect(slices).toEqual([['1:1', '2:2', '3:2']]);
    expect([...volume.codes!.subarray(0, 5)]).toEqual([0, 1, 3, 2, 0]);
    expect((await read(file, { segments: ['A'] })).slices).toEqual([['1:1', '2:1']]);
    expect((await read(file, { overlap: 'first' })).slices).toEqual([['1:1', '2:1', '3:2']]);
  });

  it('is refused if segments overlap and must not', async () => {
    const file = segFile([frame(1, 0, [1, 2]), frame(2, 0, [2, 3])]);
    expect(await problemOf(file, { overlap: 'error' })).toBe(
      "seg.dcm: the segments A (1) and B (2) share 1 voxel, but a voxel of a mask has one label. Keep both in the codes of the mask with `overlap: 'codes'`, or let the labels of a data set be regions with `labelTable(labels, { regions: true })`, or if only their union counts, give shared voxels to the first with `overlap: 'first'`",
    );
  });

  it('can have one frame, with all functional groups shared', async () => {
    const shared = {
      PlanePositionSequence: [{ ImagePositionPatient: '-10\\20\\4' }],
      SegmentIdentificationSequence: [{ ReferencedSegmentNumber: 2 }],
    };
    const file = segFile([{ values: frame(2, 4, [5]).values }], {
      shared,
      elements: { PerFrameFunctionalGroupsSequence: null },
    });
    const { volume, slices } = await read(file);
    expect(slices).toEqual([['5:2']]);
    expect(volume.spacing).toEqual([2, 0.9, 0.7]);
  });

  it('with one segment needs no segment numbers in its frames', async () => {
    const file = segFile([{ z: 0, values: frame(1, 0, [5]).values }], { segments: 1 });
    expect((await read(file)).slices).toEqual([['5:1']]);
  });

  it('lies on the nearest slice if its positions are slightly unequal', async () => {
    const file = segFile([frame(1, 0.02, [1]), frame(1, 1.98, [2]), frame(1, 4.3, [3])]);
    const { slices, notes } = await read(file, { grid });
    expect(slices.slice(1, 4)).toEqual([['9:1'], ['10:1'], ['11:1']]);
    expect(notes).toEqual(['frames between slices of scan.dcm are taken for those of the nearest: 1 of 3']);
  });

  it('notes that all its frames skip slices, as those of thicker slices do', async () => {
    const { notes } = await read(segFile([frame(1, 0, [1]), frame(1, 4, [1]), frame(1, 8, [1]), frame(2, 2, [2])]), {
      grid,
    });
    expect(notes).toEqual([
      'A: its frames are at least 2 slices of scan.dcm apart, and the slices between them are background',
    ]);
  });

  it('says on an uneven scan that slices may be confused', async () => {
    const { volume, notes } = await read(segFile([frame(1, 0, [1])]), { grid: { ...grid, isUneven: true } });
    expect(notes).toEqual(['the slices of scan.dcm are unevenly spaced, so the mask may lie on neighbouring slices']);
    expect(volume.isUneven).toBe(true);
  });

  it.each<[string, CtFile, string]>([
    [
      'lie between the slices of the scan',
      segFile([frame(1, 1, [1])]),
      'the voxels of frame 1 lie up to 0.50 steps away from those of scan.dcm. Resample the mask onto its scan by nearest neighbour',
    ],
    [
      'have larger voxels than the scan',
      segFile([frame(1, 0, [1])], {
        shared: { PixelMeasuresSequence: [{ PixelSpacing: '1.8\\1.4', SliceThickness: '2' }] },
      }),
      'the voxels of frame 1 (1.8 × 1.4 mm) differ in size from those of scan.dcm (2 × 0.9 × 0.7 mm). Resample the mask onto its scan by nearest neighbour',
    ],
    [
      'hold labels outside the scan',
      segFile([frame(1, 12, [1])]),
      '1 labelled voxel lies outside the scan scan.dcm. Give the scan on which the mask was drawn',
    ],
    [
      'have no position',
      segFile([{ segment: 1, values: frame(1, 0, [1]).values }]),
      'the frames of a segmentation must have a position, an orientation and a spacing in the patient; those of microscopy have none and are not read',
    ],
    ['belong to no segment', segFile([frame(9, 0, [1])]), 'frame 1 belongs to segment 9, which is not listed'],
    [
      'are cut off',
      segFile([frame(1, 0, [1])], { elements: { NumberOfFrames: '1', Rows: 40 } }),
      '1 × 40 × 5 voxels of 1 bit need 25 bytes; the pixel data are cut off',
    ],
    [
      'are of an unknown type',
      segFile([frame(1, 0, [1])], { elements: { SegmentationType: 'SURFACE' } }),
      'SegmentationType (0062,0001) must be BINARY, FRACTIONAL or LABELMAP; received SURFACE',
    ],
  ])('is refused if its frames %s', async (_, file, problem) => {
    expect(await problemOf(file, { grid })).toBe(`seg.dcm: ${problem}`);
  });

  it('is refused if its frames are too far apart to be one mask', async () => {
    expect(await problemOf(segFile([frame(1, 0, [1]), frame(1, 1, [1]), frame(1, 9000, [1])]))).toBe(
      'seg.dcm: frames 9000.0 mm apart in steps of 1.000 mm span 9001 slices; at most 4096 are read',
    );
  });
});

describe('a fractional SEG', () => {
  it.each([
    ['uncompressed', false],
    ['in RLE', true],
  ])('is read %s: inside from half of the maximum on', async (_, rle) => {
    const values = Array.from({ length: 15 }, (_, i) => 10 * i);
    const file = segFile([{ segment: 1, z: 0, values }], {
      ...{ type: 'FRACTIONAL', rle },
      elements: { MaximumFractionalValue: 140 },
    });
    const { slices, notes } = await read(file);
    expect(slices).toEqual([[7, 8, 9, 10, 11, 12, 13, 14].map((i) => `${i}:1`)]);
    expect(notes).toEqual(['the segmentation is FRACTIONAL: voxels of at least 70 of 140, a half, are labelled']);
  });
});

describe('a label map', () => {
  const values = Array.from({ length: 15 }, (_, i) => i % 4);

  it('holds the numbers of its segments', async () => {
    const { slices } = await read(segFile([{ z: 0, values }], { type: 'LABELMAP' }));
    expect(slices[0]!.join(' ')).toBe('1:1 2:2 3:3 5:1 6:2 7:3 9:1 10:2 11:3 13:1 14:2');
    const some = await read(segFile([{ z: 0, values }], { type: 'LABELMAP' }), { segments: ['B'] });
    expect(some.slices[0]!.join(' ')).toBe('2:2 6:2 10:2 14:2');
  });

  it('can have a palette, and padding as background', async () => {
    const elements = { PhotometricInterpretation: 'PALETTE COLOR', PixelPaddingValue: 9 };
    const padded = segFile([{ z: 0, values: values.map((value) => value || 9) }], { type: 'LABELMAP', elements });
    expect((await read(padded)).slices[0]).toHaveLength(11);
  });

  it('is refused if a voxel has the number of no segment', async () => {
    expect(await problemOf(segFile([{ z: 0, values }], { type: 'LABELMAP', segments: 2 }))).toBe(
      'seg.dcm: a voxel has the value 3, which is the number of no segment',
    );
  });
});
