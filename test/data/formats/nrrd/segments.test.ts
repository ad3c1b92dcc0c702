import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { CtFileError } from '../../../../src/data/ctFileError';
import { openNrrd, readNrrd } from '../../../../src/data/formats/nrrd/readNrrd';
import type { VolumeHeader } from '../../../../src/data/volume';
import { nrrdFile } from '../../../support/nrrdFile';

const liver = ['Segment0_ID:=Segment_1', 'Segment0_Name:=liver', 'Segment0_Color:=1 0.5 0', 'Segment0_LabelValue:=2'];
const tumor = ['Segment1_ID:=Segment_2', 'Segment1_Name:=tumor', 'Segment1_LabelValue:=3'];
const both = [...liver, ...tumor];
const oneLayer = nrrdFile({}, Uint8Array.of(0, 2, 3, 2), both);

/** Layers beside each other for every voxel, as 3D Slicer writes them. */
const layered = (data: readonly number[], pairs: readonly string[]) =>
  nrrdFile(
    {
      dimension: '4',
      sizes: '2 2 2 1',
      kinds: 'list domain domain domain',
      'space directions': 'none (1,0,0) (0,1,0) (0,0,1)',
      encoding: 'gzip',
    },
    gzipSync(Uint8Array.from(data)),
    pairs,
  );
const inLayers = (first: number, second: number) => [
  ...liver.filter((pair) => !pair.includes('LabelValue')),
  ...tumor.filter((pair) => !pair.includes('LabelValue')),
  ...[`Segment0_LabelValue:=${first}`, 'Segment0_Layer:=0', `Segment1_LabelValue:=${second}`, 'Segment1_Layer:=1'],
];

describe('segments of one layer', () => {
  it('are labels with their names and colours', async () => {
    const volume = await readNrrd([oneLayer]);
    expect(volume.kind).toBe('label');
    expect([...volume.data]).toEqual([0, 2, 3, 2]);
    expect(volume.segments).toEqual([
      { value: 2, name: 'liver', color: [255, 128, 0] },
      { value: 3, name: 'tumor', color: null },
    ]);
  });

  it.each([
    ['Tumor', [0, 0, 3, 0], 'tumor'],
    [2, [0, 2, 0, 2], 'liver'],
  ])('are chosen by %j', async (segment, labels, name) => {
    const { data, segments } = await readNrrd([oneLayer], { segments: [segment] });
    expect([...data]).toEqual(labels);
    expect(segments!.map((one) => one.name)).toEqual([name]);
  });

  it('are all that the voxels have, whichever are read', async () => {
    const file = nrrdFile({}, Uint8Array.of(0, 7, 3, 7), both);
    const error = new CtFileError(
      'a.nrrd',
      '2 voxels have the value 7, which is that of no segment. Add the segment in 3D Slicer, or save the labels without segments, as .nrrd',
    );
    await expect(readNrrd([file])).rejects.toThrow(error);
    await expect(readNrrd([file], { segments: ['tumor'] })).rejects.toThrow(error);
    expect([...(await readNrrd([file], { kind: 'hu' })).data]).toEqual([0, 7, 3, 7]);
  });

  it('are named in the header', async () => {
    const { header, voxels, readSlice } = await openNrrd([oneLayer]);
    expect([header.segments!.length, voxels, readSlice]).toEqual([2, 'label', null]);
  });

  it('are numbers if they are read as Hounsfield units', async () => {
    const { kind, segments } = await readNrrd([oneLayer], { kind: 'hu' });
    expect([kind, segments]).toEqual(['hu', undefined]);
  });

  it('are not there if the file names none', async () => {
    await expect(readNrrd([nrrdFile()], { kind: 'label', segments: ['liver'] })).rejects.toThrow(
      new CtFileError('a.nrrd', 'it names no segments, so liver cannot be found', {
        fix: [{ action: 'choose the labels by their numbers' }],
      }),
    );
  });
});

describe('segments of two layers', () => {
  it('become labels', async () => {
    const { data } = await readNrrd([layered([2, 0, 0, 3, 0, 0, 2, 0], inLayers(2, 3))]);
    expect([...data]).toEqual([2, 3, 0, 2]);
  });

  it('are numbered from 1 if their label values repeat', async () => {
    const { data, segments } = await readNrrd([layered([1, 0, 0, 1, 0, 0, 1, 0], inLayers(1, 1))]);
    expect([...data]).toEqual([1, 2, 0, 1]);
    expect(segments!.map(({ value, name }) => [value, name])).toEqual([
      [1, 'liver'],
      [2, 'tumor'],
    ]);
  });

  it('have the value 1 and a layer each where 3D Slicer before 4.11 gives neither', async () => {
    const old = ['Segment0_ID:=a', 'Segment0_Name:=liver', 'Segment1_ID:=b', 'Segment1_Name:=tumor'];
    expect([...(await readNrrd([layered([1, 0, 0, 1, 0, 0, 1, 0], old)])).data]).toEqual([1, 2, 0, 1]);
  });

  it('may lie one after another', async () => {
    const fields = { dimension: '4', sizes: '2 2 1 2', 'space directions': '(1,0,0) (0,1,0) (0,0,1) none' };
    const file = nrrdFile(fields, Uint8Array.of(1, 0, 0, 1, 0, 1, 0, 0), inLayers(1, 1));
    expect([...(await readNrrd([file])).data]).toEqual([1, 2, 0, 1]);
  });

  it('are all that the voxels of a layer have', async () => {
    await expect(readNrrd([layered([1, 0, 0, 2, 0, 0, 1, 0], inLayers(1, 1))])).rejects.toThrow(
      '1 voxel has the value 2, which is that of no segment',
    );
  });

  it('may be many of one value', async () => {
    const pairs = Array.from({ length: 20_000 }, (_, i) => [`Segment${i}_ID:=${i}`, `Segment${i}_Layer:=0`]).flat();
    const { data, segments } = await readNrrd([layered([0, 0, 0, 0, 0, 0, 0, 0], pairs)]);
    expect([segments?.length, ...data]).toEqual([20_000, 0, 0, 0, 0]);
  });

  it('that overlap give codes, and voxels the label of the last', async () => {
    const file = layered([1, 1, 0, 1, 0, 0, 1, 0], inLayers(1, 1));
    const { data, codes } = await readNrrd([file]);
    expect([...data]).toEqual([2, 2, 0, 1]);
    expect([...codes!]).toEqual([3, 2, 0, 1]);
    expect((await readNrrd([file], { segments: ['tumor'] })).codes).toBeUndefined();
    expect([...(await readNrrd([file], { segments: ['tumor'] })).data]).toEqual([2, 2, 0, 0]);
    expect([...(await readNrrd([file], { overlap: 'first' })).data]).toEqual([1, 2, 0, 1]);
  });

  it('must not overlap if that is an error', async () => {
    const file = layered([1, 1, 0, 1, 0, 0, 1, 0], inLayers(1, 1));
    await expect(readNrrd([file], { overlap: 'error' })).rejects.toThrow(
      new CtFileError(
        'a.nrrd',
        "the segments liver (1) and tumor (2) share 1 voxel, but a voxel of a mask has one label. Keep both in the codes of the mask with `overlap: 'codes'`, or let the labels of a data set be regions with `labelTable(labels, { regions: true })`, or if only their union counts, give shared voxels to the first with `overlap: 'first'`",
      ),
    );
  });
});

describe('a segmentation of a part of the scan', () => {
  const scan: VolumeHeader = {
    ...{ shape: [2, 3, 3], spacing: [1, 1, 1], kind: 'hu', storedAs: 'LPS', source: 'ct' },
    affine: [
      [1, 0, 0, -1],
      [0, 1, 0, -1],
      [0, 0, 1, 0],
    ],
  };

  it('fills the grid of the scan', async () => {
    const { header, readVolume } = await openNrrd([oneLayer], { grid: scan });
    const { data, ...rest } = await readVolume();
    expect(rest).toEqual(header);
    expect(header).toMatchObject({ shape: [2, 3, 3], affine: scan.affine, segments: [{ name: 'liver' }, {}] });
    expect([...data]).toEqual([0, 0, 0, 0, 0, 2, 0, 3, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('fills the grid with the codes of segments that overlap', async () => {
    const { data, codes } = await readNrrd([layered([1, 1, 0, 1, 0, 0, 1, 0], inLayers(1, 1))], { grid: scan });
    expect([...data].slice(4)).toEqual([2, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...codes!].slice(4)).toEqual([3, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('is noted if there is no scan', async () => {
    const file = nrrdFile({}, Uint8Array.of(0, 2, 3, 2), [...both, 'Segmentation_ReferenceImageExtentOffset:=1 1 0']);
    expect((await openNrrd([file])).notes).toEqual([
      'a.nrrd: the segmentation begins at voxel 1 1 0 of its scan and may cover a part of it; `grid` fills the rest with background',
    ]);
    expect((await openNrrd([file], { grid: scan })).notes).toEqual([]);
  });
});

it.each([
  ['Segment0_LabelValue:=0', 'Segment0_LabelValue must be an integer of at least 1; received "0"'],
  ['Segment0_LabelValue:=x', 'Segment0_LabelValue must be an integer of at least 1; received "x"'],
  ['Segment0_Layer:=1', 'Segment0_Layer must be below 1; received 1'],
])('%s is refused', async (pair, message) => {
  await expect(readNrrd([nrrdFile({}, undefined, [...both, pair])])).rejects.toThrow(
    new CtFileError('a.nrrd', message),
  );
});
