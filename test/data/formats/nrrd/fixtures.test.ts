import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { encodeNrrd } from '../../../../src/data/formats/nrrd/encodeNrrd';
import { openNrrd, readNrrd } from '../../../../src/data/formats/nrrd/readNrrd';
import { toStored } from '../../../../src/data/toVolume';
import type { Volume } from '../../../../src/data/volume';
import { readExpected, readFiles, realData, sha256 } from '../../../support/realData';

interface Expected {
  readonly sizes: string;
  readonly 'space directions': string;
  readonly 'space origin': string;
  readonly sha256: string;
  readonly min: number;
  readonly max: number;
  readonly segments?: readonly {
    readonly name: string;
    readonly layer: number;
    readonly labelValue: number;
    readonly voxels: number;
    readonly colour: string;
  }[];
}

const { path, missing } = realData('fixtures/nrrd');
const expected = missing ? {} : readExpected<Record<string, Expected>>(path);
const hashOf = (volume: Volume) => sha256(Int32Array.from(toStored(volume).data));
const vectors = (text: string) =>
  (text.match(/\([^)]*\)/g) ?? []).map((vector) => JSON.parse(`[${vector.slice(1, -1)}]`));

describe.skipIf(missing)('the NRRD files of 3D Slicer', () => {
  it.each(['CTChest4.nrrd', 'Segmentation.seg.nrrd'])('%s holds its numbers at their place', async (name) => {
    const facts = expected[name]!;
    const volume = await readNrrd(readFiles(path, [name]));
    const { data, size, affine } = toStored(volume);
    expect(size.join(' ')).toBe(facts.sizes);
    expect(hashOf(volume)).toBe(facts.sha256.slice(0, 64));
    const numbers = Int32Array.from(data);
    const [min, max] = [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))];
    expect([min, max]).toEqual([facts.min, facts.max]);
    const columns = [0, 1, 2, 3].map((column) => affine.map((row) => row[column]!));
    const wanted = [...vectors(facts['space directions']), ...vectors(facts['space origin'])];
    for (const [i, column] of columns.entries())
      for (const [axis, mm] of column.entries()) expect(mm).toBeCloseTo(wanted[i]![axis]!, 9);
  });

  it.each(['Segmentation.seg.nrrd', 'SegmentationOverlapping.seg.nrrd'])('%s names its segments', async (name) => {
    const { segments } = expected[name]!;
    const { header } = await openNrrd(readFiles(path, [name]));
    expect(header.segments!.map((one) => one.name)).toEqual(segments!.map((one) => one.name));
    for (const [i, { colour }] of segments!.entries())
      expect(header.segments![i]!.color).toEqual(colour.split(' ').map((part) => Math.round(Number(part) * 255)));
  });

  it.each(['Segmentation.seg.nrrd', 'SegmentationOverlapping.seg.nrrd'])(
    '%s: each segment has its voxels',
    async (name) => {
      for (const { name: segment, voxels } of expected[name]!.segments!) {
        const volume = await readNrrd(readFiles(path, [name]), { segments: [segment] });
        expect([segment, volume.data.filter((label) => label !== 0).length]).toEqual([segment, voxels]);
      }
    },
  );

  it('more than 7 segments that overlap are an error with the number of voxels', async () => {
    await expect(readNrrd(readFiles(path, ['SegmentationOverlapping.seg.nrrd']))).rejects.toThrow(
      'the segments left lung (6) and overlapping sphere (8) share 8723 voxels',
    );
  });

  it('segments that overlap are written in layers again', async () => {
    const name = 'SegmentationOverlapping.seg.nrrd';
    const segments = ['left lung', 'right lung', 'overlapping sphere'];
    const volume = await readNrrd(readFiles(path, [name]), { segments });
    const left = 1 << volume.segments!.findIndex(({ name: segment }) => segment === 'left lung');
    const sphere = 1 << volume.segments!.findIndex(({ name: segment }) => segment === 'overlapping sphere');
    expect(volume.codes!.filter((code) => code & left && code & sphere).length).toBe(8723);
    const [file] = await encodeNrrd(volume, 'a.seg.nrrd');
    const { data, codes, segments: written } = await readNrrd([ctFile(file!.name, file!.bytes)]);
    expect([written, sha256(data), sha256(codes!)]).toEqual([
      volume.segments,
      sha256(volume.data),
      sha256(volume.codes!),
    ]);
  });
});
