import { splitDataSet } from 'msa-unet';
import { expect, test } from 'vitest';

import { openPart } from '../../src/cli/openPart';
import { memorySet, phantomScans } from '../support/phantomScans';

const names = ['a', 'b', 'c', 'd'];
const phantoms = phantomScans(names.length, { depth: 3, size: 16 });
const setOf = (...chosen: string[]) =>
  memorySet(
    'Set',
    chosen.map((name) => [name, phantoms[names.indexOf(name)]!]),
  );
const set = setOf(...names);

test('all scans, or those of a part, are scored', async () => {
  expect((await openPart(set, 'all', { split: null, seed: undefined })).map(({ name }) => name)).toEqual(names);
  const { record } = await splitDataSet(set, { seed: 5 });
  const scans = await openPart(set, 'test', { split: record, seed: 1 });
  expect(scans.map(({ name }) => name)).toEqual(record.parts.test.map(({ scan }) => scan));
  expect(await openPart(set, 'test', { split: null, seed: 5 })).toEqual(scans);
});

test('of a scan that was divided by slice those of the part are scored, without a spacing', async () => {
  const { parts, record } = await splitDataSet(set, { by: 'slice' });
  const scans = await openPart(set, 'test', { split: record, seed: undefined });
  expect(scans.reduce((sum, { depth }) => sum + depth, 0)).toBe(parts.test.length);
  const { scan, index } = parts.test[0]!;
  expect(scans[0]).toMatchObject({ name: scan.name, spacing: null });
  expect(await scans[0]!.readSlice(0)).toEqual(await scan.readSlice(index));
});

test('data that were not trained on are refused with a hint', async () => {
  const { record } = await splitDataSet(set);
  await expect(openPart(setOf('a', 'b', 'c'), 'test', { split: record, seed: undefined })).rejects.toThrow(
    /^splitDataSet: the data set has changed since the split was recorded: .*\. To score all scans of data that were not trained on: --part all$/,
  );
});
