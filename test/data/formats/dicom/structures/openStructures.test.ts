import { describe, expect, it } from 'vitest';

import type { CtFile } from '../../../../../src/data/ctFile';
import { type ReadVolumeOptions, readVolume } from '../../../../../src/data/readVolume';
import type { VolumeHeader } from '../../../../../src/data/volume';
import { dicomScan } from '../../../../support/dicomScan';
import { type ContourToWrite, structFile } from '../../../../support/maskObjects';

/** A scan of 4 slices of 5 × 6 voxels, 2 mm apart. */
const grid: VolumeHeader = {
  shape: [4, 5, 6],
  spacing: [2, 1, 1],
  affine: [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 2, 100],
  ],
  kind: 'hu',
  storedAs: 'LPS',
  source: 'scan.dcm',
};

const square = (z: number, [from, to]: readonly [number, number] = [0.5, 3.5]): ContourToWrite => ({
  points: [
    [from, from, z],
    [to, from, z],
    [to, to, z],
    [from, to, z],
  ],
});

async function read(files: CtFile[], options: ReadVolumeOptions = { grid }) {
  const notes: string[] = [];
  const volume = await readVolume(files, { kind: 'label', onNote: (note) => notes.push(note), ...options });
  const [depth, height, width] = volume.shape;
  const voxels = height * width;
  const counts = Array.from(
    { length: depth },
    (_, z) => [...volume.data.subarray(z * voxels, (z + 1) * voxels)].filter((label) => label > 0).length,
  );
  return { volume, counts, notes };
}

const problemOf = (files: CtFile[], options?: ReadVolumeOptions) =>
  read(files, options).then(
    () => 'read',
    ({ message }: Error) => message,
  );

describe('an RTSTRUCT', () => {
  it('fills the slices of its contours, with the numbers, names and colours of its regions', async () => {
    const { volume, counts, notes } = await read([structFile({ Liver: [square(102)], Spleen: [square(104)] })]);
    expect(counts).toEqual([0, 9, 9, 0]);
    expect([volume.data[30 + 7], volume.data[60 + 7]]).toEqual([1, 2]);
    expect(volume.segments).toEqual([
      { value: 1, name: 'Liver', color: [0, 20, 30] },
      { value: 2, name: 'Spleen', color: [10, 20, 30] },
    ]);
    const { data, segments, ...header } = volume;
    expect(header).toEqual({ ...grid, kind: 'label', source: 'rt.dcm' });
    expect(notes).toEqual([]);
  });

  it('can have holes and several contours on a slice', async () => {
    const region = [square(100, [-0.5, 4.5]), square(100, [0.5, 3.5]), square(100, [1.5, 2.5])];
    expect((await read([structFile({ Liver: region })])).counts).toEqual([25 - 9 + 1, 0, 0, 0]);
  });

  it('has codes where regions overlap', async () => {
    const file = structFile({ Body: [square(100, [-0.5, 4.5])], Liver: [square(100)] });
    const { codes } = (await read([file])).volume;
    expect([1, 2, 3].map((code) => codes!.filter((own) => own === code).length)).toEqual([16, 0, 9]);
    expect(await problemOf([file], { grid, overlap: 'error' })).toMatch(/the segments Body .* share 9 voxels/);
    expect((await read([file], { grid, segments: ['liver'] })).counts).toEqual([9, 0, 0, 0]);
    expect((await read([file], { grid, overlap: 'first' })).counts).toEqual([25, 0, 0, 0]);
  });

  it('notes contours between slices, outside the scan, across slices and of other types', async () => {
    const tilted = {
      points: [
        [0, 0, 100],
        [3, 0, 101],
        [3, 3, 102],
        [0, 3, 101],
      ],
    };
    const file = structFile({
      Liver: [square(100.3), square(90), tilted, { points: [[1, 1, 102]], type: 'POINT' }, square(106)],
    });
    const { counts, notes } = await read([file]);
    expect(counts).toEqual([9, 0, 0, 9]);
    expect(notes).toEqual([
      'Liver: 1 contour of type POINT enclose nothing',
      'Liver: 1 contour not parallel to the slices, skipped',
      'Liver: 1 contour outside the scan, skipped',
      'Liver: 1 contour between slices, taken for the nearest',
      'Liver: no contour on 2 slices between its first and last',
    ]);
  });

  it('takes the nearest of several planes at one slice', async () => {
    const { counts, notes } = await read([
      structFile({ Liver: [square(100.5, [0.5, 2.5]), square(100), square(99.5)] }),
    ]);
    expect(counts).toEqual([9, 0, 0, 0]);
    expect(notes).toEqual([
      'Liver: 2 contours between slices, taken for the nearest',
      'Liver: 2 contours farther from their slice than another, skipped',
    ]);
  });

  it('counts regions from 1 if their numbers are no labels', async () => {
    const { volume, notes } = await read([structFile({ A: [square(100)], B: [] }, { numbers: [0, 7] })]);
    expect(volume.segments?.map(({ value, name }) => [value, name])).toEqual([
      [1, 'A'],
      [2, 'B'],
    ]);
    expect(volume.data[7]).toBe(1);
    expect(notes).toEqual([
      'the numbers of the ROIs, 0, 7, cannot serve as labels: the ROIs are numbered from 1 instead',
    ]);
  });

  it('is refused if contours refer to a number that two regions have', async () => {
    const file = structFile({ A: [square(100)], B: [square(100)] }, { numbers: [1, 1] });
    expect(await problemOf([file], { grid, segments: ['A'] })).toBe(
      'rt.dcm: A has the number 1, as another region has, but contours refer to their region by number. Export the structures again, each with a number of its own',
    );
  });

  it('reads names in its character set', async () => {
    const name = Buffer.from('Leber – 肝').toString('latin1');
    const file = structFile({}, { elements: { SpecificCharacterSet: 'ISO_IR 192' } });
    expect((await read([file])).volume.segments).toEqual([]);
    const bytes = Buffer.from(
      await structFile({ XXXXXXXXXXXXXX: [] }, { elements: { SpecificCharacterSet: 'ISO_IR 192' } }).arrayBuffer(),
    );
    bytes.write(name.padEnd(14), bytes.indexOf('XXXXXXXXXXXXXX'), 'latin1');
    const utf8: CtFile = { name: 'rt.dcm', arrayBuffer: async () => new Uint8Array(bytes).buffer };
    expect((await read([utf8])).volume.segments?.[0]?.name).toBe('Leber – 肝');
  });

  it('needs the grid of its scan, or its series among the files', async () => {
    const file = structFile({ Liver: [square(102)] });
    expect(await problemOf([file], {})).toBe(
      "rt.dcm: contours (RTSTRUCT) are in mm and need the voxels of their scan. Pass the scan's DICOM files too, or give the scan's header in `grid`",
    );
    const source = dicomScan();
    const [x, y, z] = [-70.3, 12.25, 395];
    const points = [
      [x - 0.1, y - 0.1, z],
      [x + 0.8, y - 0.1, z],
      [x + 0.8, y + 1, z],
      [x - 0.1, y + 1, z],
    ];
    const { volume, counts } = await read([...source, structFile({ Liver: [{ points }] })], {});
    expect(volume.shape).toEqual([6, 11, 13]);
    expect(counts).toEqual([0, 0, 0, 4, 0, 0]);
  });

  it('takes the series that its contours refer to', async () => {
    const reference = (uid: string) => ({
      ReferencedFrameOfReferenceSequence: [
        { RTReferencedStudySequence: [{ RTReferencedSeriesSequence: [{ SeriesInstanceUID: uid }] }] },
      ],
    });
    const files = [...dicomScan(), ...dicomScan({ rows: 4, seriesUid: '1.2.3.5' })];
    const region = {
      Liver: [
        {
          points: [
            [-71, 12, 400],
            [-69, 12, 400],
            [-69, 14, 400],
          ],
        },
      ],
    };
    const second = structFile(region, { elements: reference('1.2.3.5') });
    expect((await read([...files, second], {})).volume.shape).toEqual([6, 4, 13]);
    expect(await problemOf([...files, structFile(region, { elements: reference('9.9') })], {})).toContain(
      'there is no series 9.9; there are',
    );
  });

  it.each<[string, CtFile, string]>([
    [
      'no contour lies in the scan',
      structFile({ Liver: [square(300), square(302)] }),
      'no contour lies in scan.dcm; give the scan on which they were drawn',
    ],
    [
      'all contours lie beside it',
      structFile({ Liver: [square(100, [20.5, 22.5])] }),
      'no contour lies in scan.dcm; give the scan on which they were drawn',
    ],
    [
      'a point lacks a number',
      structFile({
        Liver: [
          {
            points: [
              [1, 2, 100],
              [3, 4],
            ],
          },
        ],
      }),
      'ContourData (3006,0050) of Liver must be three numbers per point; received 5: 1, 2, 100, 3, 4 …',
    ],
    ['a region is missing', structFile({ Liver: [square(100)] }), 'there is no segment 5; the file has Liver (1)'],
  ])('is refused if %s', async (_, file, problem) => {
    const segments = problem.includes('segment 5') ? [5] : null;
    expect(await problemOf([file], { grid, segments })).toBe(`rt.dcm: ${problem}`);
  });
});
