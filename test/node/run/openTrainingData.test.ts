import { join } from 'node:path';

import { encode } from 'fast-png';
import { encodeNifti } from 'msa-unet';
import { openTrainingData } from 'msa-unet/node';
import { beforeEach, expect, test } from 'vitest';

import { hasLabel } from '../../../src/data/split/hasLabel';
import { partNames } from '../../../src/data/split/split';
import { phantomScans, phantomVolumes } from '../../support/phantomScans';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();
const at = (name: string) => join(folder.path, name);
const phantom = { kind: 'phantom', patients: 10, slicesPerPatient: 2, size: 32, seed: 1 } as const;

beforeEach(async () => {
  const png = encode({ height: 16, width: 16, data: new Uint8Array(256).fill(51), channels: 1 });
  for (const patient of ['a', 'b', 'c'])
    for (const kind of ['images', 'masks']) await folder.put(`png/${kind}/${patient}/0.png`, png);
  for (const [i, scan] of phantomScans(3).entries()) {
    const { image, labels } = phantomVolumes(scan);
    await folder.put(`lits/volume-${i}.nii.gz`, await encodeNifti(image));
    await folder.put(`lits/segmentation-${i}.nii.gz`, await encodeNifti(labels));
  }
});

test('the phantom is divided, prepared and limited', async () => {
  const { parts, slices, preprocessing, data } = await openTrainingData({
    sources: [phantom],
    size: [16, 16],
    limit: { train: 5, val: 1 },
  });
  expect([parts.train.length, parts.val.length, parts.test.length]).toEqual([5, 1, 2]);
  expect(slices.train).toHaveLength(16);
  expect(await parts.train.read(0)).toMatchObject({ height: 16, width: 16 });
  expect(preprocessing).toMatchObject({ size: [16, 16], window: { windowMin: -200, windowMax: 250 } });
  expect(data).toEqual({
    sources: [phantom],
    limit: { train: 5, val: 1, test: null },
    units: ['hu'],
    windowKnown: true,
  });
});

test('patients with a label and those without it are divided separately, and the record names the label', async () => {
  const organs = { ...phantom, labels: 'organs', patients: 12 } as const;
  const { slices, split } = await openTrainingData({ sources: [organs], stratify: 'lesion' });
  expect(split.stratify).toBe('lesion');
  for (const part of partNames) {
    const has = await Promise.all(slices[part].map(({ scan }) => hasLabel(scan, 'lesion')));
    expect(new Set(has)).toEqual(new Set([true, false]));
  }
});

test.each([
  [['png'], null, ['grey'], false],
  [['lits'], 'CLAHE', ['hu'], true],
  [['png', 'lits'], 'CLAHE', ['grey', 'hu'], false],
])('of %j contrast is equalised where there are Hounsfield units', async (names, clahe, units, windowKnown) => {
  const { preprocessing, data } = await openTrainingData({ sources: names.map(at) });
  expect(preprocessing.clahe === null).toBe(clahe === null);
  expect(data).toMatchObject({ units, windowKnown });
});

test('the record knows the scans by their content', async () => {
  const { split } = await openTrainingData({ sources: [at('lits')] });
  expect(split.parts.train[0]!.content).toMatch(/^[0-9a-f]{16}$/);
});

test('a note names scans whose values are unlikely to be Hounsfield units, once for all that look alike', async () => {
  for (const [i, scan] of phantomScans(3).entries()) {
    const { image } = phantomVolumes(scan);
    const data = image.data.map((hu) => Math.min(Math.max(hu, 0), 255));
    await folder.put(`lits/volume-${i}.nii.gz`, await encodeNifti({ ...image, data }));
  }
  const { notes } = await openTrainingData({ sources: [at('lits')] });
  expect(notes).toEqual([
    'all labels above 0 are liver',
    'volume-0 and 2 more scans: in the middle slices, no value is below -500, as air is in Hounsfield units; values from 0 to 255 are grey levels after a CT window, or were normalised for another program: export the scan again from DICOM',
  ]);
});

test('a size that is one number is refused before any file is opened', async () => {
  await expect(openTrainingData({ sources: ['nowhere'], size: 64 as never })).rejects.toThrow(
    new RangeError('openTrainingData: `size` must be [height, width]; received 64. Pass `size: [64, 64]`'),
  );
});

test('prepared slices of any kind are those of the parts', async () => {
  const { parts, slices, prepare } = await openTrainingData({ sources: [phantom], clahe: false });
  expect(await prepare(slices.test).read(1)).toEqual(await parts.test.read(1));
});

test('takes options of CLAHE, and refuses unknown parts of the limit', async () => {
  const clahe = { clipLimit: 3, tileColumns: 4, tileRows: 4 };
  const { preprocessing } = await openTrainingData({ sources: [phantom], clahe });
  expect(preprocessing.clahe).toEqual(clahe);
  const limit: object = { training: 5 };
  await expect(openTrainingData({ sources: [phantom], limit })).rejects.toThrow('unknown option `training`');
});
