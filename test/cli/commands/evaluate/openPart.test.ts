import { mixDataSets, splitDataSet } from 'msa-unet';
import { expect, test, vi } from 'vitest';

import { openPart } from '../../../../src/cli/commands/evaluate/openPart';
import { memorySet, phantomScans } from '../../../support/phantomScans';

const names = ['a', 'b', 'c', 'd'];
const phantoms = phantomScans(names.length, { depth: 3, size: 16 });
const set = memorySet(
  'Set',
  names.map((name, i) => [name, phantoms[i]!]),
);

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
  const strangers = memorySet('Set', [
    ['x', phantoms[0]!],
    ['y', phantoms[1]!],
    ['z', phantoms[2]!],
  ]);
  await expect(openPart(strangers, 'test', { split: record, seed: undefined })).rejects.toThrow(
    /^splitDataSet: the data set has changed since the split was recorded: .*\. To score all scans of data that were not trained on: --part all$/,
  );
});

test('scans of a mix that the network was trained on are not taken for new ones', async () => {
  const { record } = await splitDataSet(
    mixDataSets(
      set,
      memorySet(
        'Other',
        ['e', 'f', 'g'].map((name, i) => [name, phantoms[i]!] as const),
      ),
    ),
  );
  await expect(openPart(set, 'test', { split: record, seed: undefined })).rejects.toThrow(
    new Error('The network was trained on Set + Other: give the same --data as in its training'),
  );
});

test('that scans were trained on is told where all are scored', async () => {
  const { record } = await splitDataSet(set);
  const log = vi.spyOn(console, 'error').mockReturnValue();
  expect(await openPart(set, 'all', { split: record, seed: undefined })).toHaveLength(4);
  const seen = record.parts.train.length + record.parts.val.length;
  expect(log.mock.calls).toEqual([[`Note: ${seen} of 4 scans were trained or validated on`]]);
  log.mockRestore();
});
