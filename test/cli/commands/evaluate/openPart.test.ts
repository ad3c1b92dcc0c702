import { type CtDataSet, mixDataSets, splitDataSet } from 'msa-unet';
import { expect, test } from 'vitest';

import { openPart } from '../../../../src/cli/commands/evaluate/openPart';
import { memorySet, phantomScans } from '../../../support/phantomScans';

const names = ['a', 'b', 'c', 'd'];
const phantoms = phantomScans(names.length, { depth: 3, size: 16 });
const setOf = (names: readonly string[], name = 'Set') =>
  memorySet(
    name,
    names.map((scan, i) => [scan, phantoms[i]!]),
  );
const set = setOf(names);

/** The same scans, read from other files or with other labels. */
const readOtherwise = (dataSet: CtDataSet): CtDataSet => ({
  ...dataSet,
  patients: dataSet.patients.map(({ scans, ...patient }) => ({
    ...patient,
    scans: scans.map((scan) => ({ ...scan, fingerprint: `other ${scan.fingerprint}` })),
  })),
});

test('all scans, or those of a part, are scored', async () => {
  const all = await openPart(set, 'all', { split: null, seed: undefined });
  expect(all.scans.map(({ name }) => name)).toEqual(names);
  const { record } = await splitDataSet(set, { seed: 5 });
  const known = await openPart(set, 'test', { split: record, seed: 1 });
  expect(known).toMatchObject({ isKnown: true, warnings: [] });
  expect(known.scans.map(({ name }) => name)).toEqual(record.parts.test.map(({ scan }) => scan));
  expect((await openPart(set, 'test', { split: null, seed: 5 })).scans).toEqual(known.scans);
});

test('of a scan split by slice, only the slices of the part are scored, without a spacing', async () => {
  const { parts, record } = await splitDataSet(set, { by: 'slice' });
  const { scans } = await openPart(set, 'test', { split: record, seed: undefined });
  expect(scans.reduce((sum, { depth }) => sum + depth, 0)).toBe(parts.test.length);
  const { scan, index } = parts.test[0]!;
  expect(scans[0]).toMatchObject({ name: scan.name, spacing: null });
  expect(await scans[0]!.readSlice(0)).toEqual(await scan.readSlice(index));
});

test('scans are recognised by their content, whatever their files and labels', async () => {
  const { record } = await splitDataSet(set, { recordContent: true });
  const { scans, isKnown } = await openPart(readOtherwise(set), 'test', { split: record, seed: undefined });
  expect(isKnown).toBe(true);
  expect(scans.map(({ name }) => name)).toEqual(record.parts.test.map(({ scan }) => scan));
});

test('data that were not trained on are refused with a hint', async () => {
  const { record } = await splitDataSet(set, { recordContent: true });
  const strangers = memorySet(
    'Set',
    phantomScans(3, { depth: 3, size: 16, seed: 9 }).map((phantom, i) => [names[i]!, phantom]),
  );
  await expect(openPart(readOtherwise(strangers), 'test', { split: record, seed: undefined })).rejects.toThrow(
    /^splitDataSet: the data set has changed since the split was recorded: .*\. To score every scan of a data set the network was not trained on, pass --part all$/,
  );
});

const otherData = (trained: string) =>
  new Error(
    `The data differ from those that the network was trained on (${trained}): scans are missing or new, or their files or labels have changed. To score its test part, leave out --data or pass the same --data as in training`,
  );

test('scans of a mix that the network was trained on are not taken for new ones', async () => {
  const { record } = await splitDataSet(mixDataSets(set, setOf(['e', 'f', 'g'], 'Other')));
  await expect(openPart(set, 'test', { split: record, seed: undefined })).rejects.toThrow(otherData('Set + Other'));
});

test('a split without content knows changed scans by their names, and does not advise to score them all', async () => {
  const { record } = await splitDataSet(set);
  const changed = readOtherwise(set);
  await expect(openPart(changed, 'test', { split: record, seed: undefined })).rejects.toThrow(otherData('Set'));
  const { warnings } = await openPart(changed, 'all', { split: record, seed: undefined });
  expect(warnings).toEqual([seen(3, 4)]);
});

const seen = (count: number, all: number) =>
  `Warning: the network was trained or validated on ${count} of the ${all} scored scans; scores on new patients will be lower`;

test.each([
  ['all', seen(3, 4)],
  ['train', seen(2, 2)],
  ['val', seen(1, 1)],
] as const)('a warning says that scans of --part %s were trained on', async (part, warning) => {
  const { record } = await splitDataSet(set, { recordContent: true });
  for (const data of [set, readOtherwise(set)])
    expect((await openPart(data, part, { split: record, seed: undefined })).warnings).toEqual([warning]);
});

test('a warning says that other slices of the scans were trained on', async () => {
  const { record } = await splitDataSet(set, { by: 'slice' });
  const { scans, warnings } = await openPart(set, 'test', { split: record, seed: undefined });
  expect(warnings).toEqual([seen(scans.length, scans.length)]);
});

test('a warning says that nobody knows which scans a network without a split was trained on', async () => {
  const unknown = 'Warning: the network has no split.json, so the scores may include scans that it was trained on';
  expect((await openPart(set, 'all', { split: null, seed: 5 })).warnings).toEqual([unknown]);
  expect((await openPart(set, 'test', { split: null, seed: 5 })).warnings).toEqual([
    `${unknown}: the data are split again, with seed 5`,
  ]);
});
