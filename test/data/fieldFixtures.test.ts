import { describe, expect, it } from 'vitest';

import { indicesOf } from '../../src/data/indicesOf';
import { readVolume } from '../../src/data/readVolume';
import type { Volume } from '../../src/data/volume';
import { averageSymmetricSurfaceDistance } from '../../src/metrics/averageSymmetricSurfaceDistance';
import { volumeMl } from '../../src/metrics/volumeMl';
import { openDataSet } from '../../src/node/dataSets/openDataSet';
import { fieldCases, fieldFiles, fieldPath, noField } from '../support/fieldCases';
import { readSlices } from '../support/phantomScans';

const doubt = /^no value is below -500/;

async function read(path: string): Promise<{ volume: Volume; notes: string[] }> {
  const notes: string[] = [];
  const volume = await readVolume(await fieldFiles(path), { onNote: (note) => notes.push(note) });
  return { volume, notes: notes.filter((note) => !doubt.test(note)) };
}

describe.skipIf(noField)('inputs as people have them', () => {
  it.each(fieldCases)('$path is read as is right, or refused', async ({ path, right, notes: expected = [] }) => {
    if (right instanceof RegExp) return expect(read(path)).rejects.toThrow(right);
    const { volume, notes } = await read(path);
    expect(volume.shape).toEqual([right, 32, 32]);
    expect(notes).toHaveLength(expected.length);
    for (const [i, note] of expected.entries()) expect(notes[i]).toMatch(note);
  });

  it.each(['04-norescale/missing', '04-norescale/empty'])('%s is doubted loudly', async (path) => {
    const notes: string[] = [];
    await readVolume(await fieldFiles(path), { onNote: (note) => notes.push(note) });
    expect(notes.some((note) => doubt.test(note))).toBe(true);
  });

  it('a tilted gantry has the volumes and distances of its true geometry', async () => {
    const { volume } = await read('01-tilt/dcm');
    const slice = (index: number) => ({
      ...volume,
      kind: 'label' as const,
      data: Uint8Array.from(volume.data, (_, i) => Number(Math.floor(i / 1024) === index)),
    });
    expect(volumeMl(slice(3))).toBeCloseTo(4.811, 3);
    const apart = averageSymmetricSurfaceDistance(slice(3), slice(4));
    expect(apart).toBeGreaterThan(4.698);
    expect(apart).toBeLessThan(4.8);
  });

  it('one slice without a position leaves the geometry of the others', async () => {
    const { volume } = await read('41-nopos/one');
    expect(volume.spacing).toEqual([5, 1, 1]);
    expect(indicesOf(volume.affine)([-16, -16, 0])[2]).toBeCloseTo(4, 9);
    expect([0, 1, 2, 3, 4].map((z) => volume.data[z * 1024])).toEqual([40, 30, 20, 10, 0]);
  });

  it('acquisitions can be chosen', async () => {
    const files = await fieldFiles('02-phases/half');
    const { data, shape } = await readVolume(files, { acquisition: 2, onNote: null });
    expect(shape[0]).toBe(8);
    expect(Math.max(...data)).toBe(160);
  });
});

describe.skipIf(noField)('masks as people have them', () => {
  const liver = async (folder: string) => {
    const { patients } = await openDataSet(fieldPath(folder));
    const slices = (await Promise.all(patients.flatMap(({ scans }) => scans.map(readSlices)))).flat();
    return slices.reduce((sum, { mask }) => sum + mask.reduce((inside, label) => inside + label, 0), 0);
  };

  it.each(['16-labels/float', '16-labels/u255'])('%s has its liver', async (folder) => {
    expect(await liver(folder)).toBe(786);
  });

  it('1.0000001 is the label 1', async () => {
    const { patients } = await openDataSet(fieldPath('16-labels/float'), { liverLabels: [1] });
    const slices = await readSlices(patients[0]!.scans[0]!);
    expect(slices.flatMap(({ mask }) => [...mask]).filter((label) => label === 1)).toHaveLength(786);
  });

  it.each([
    ['16-labels/int8-255', /786 of 6144 voxels of the mask are not labels, such as -1/],
    ['16-labels/nan', /5358 of 6144 voxels of the mask are not labels, such as NaN/],
    ['45-soft', /744 of 6144 voxels of the mask are not labels, such as 0\.02|such as 0\.0199/],
    ['46-noisy', /685 of 1024 pixels are 1, 2, 3/],
  ])('%s is refused', async (folder, problem) => {
    await expect(liver(folder)).rejects.toThrow(problem);
  });
});
