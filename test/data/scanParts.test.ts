import { expect, test } from 'vitest';

import type { CtScan } from '../../src/data/dataSet';
import { mixDataSets } from '../../src/data/mixDataSets';
import { scanParts } from '../../src/data/scanParts';
import { splitDataSet } from '../../src/data/split/splitDataSet';
import { memorySet, phantomScans } from '../support/phantomScans';

const phantoms = phantomScans(4, { depth: 3, size: 16 });
const set = memorySet('Set', [
  ['a', phantoms[0]!],
  ['b', phantoms[1]!],
  ['c', phantoms[2]!],
]);
const names = (parts: Awaited<ReturnType<typeof scanParts>>) =>
  Object.fromEntries([...parts].map(([{ name }, of]) => [name, [...of].join()]));

test('every scan of the data set is in its part', async () => {
  const { record } = await splitDataSet(set);
  const { train, val, test } = record.parts;
  expect(names(await scanParts(set, record))).toEqual({
    [train[0]!.scan]: 'train',
    [val[0]!.scan]: 'val',
    [test[0]!.scan]: 'test',
  });
});

test('a scan whose slices were divided is in several parts', async () => {
  const { record } = await splitDataSet(set, { by: 'slice' });
  const parts = [...(await scanParts(set, record)).values()];
  expect(Math.max(...parts.map(({ size }) => size))).toBeGreaterThan(1);
});

test('copies are recognised under other names, in a mix and turned upside down; strangers are in no part', async () => {
  const { record } = await splitDataSet(set, { recordContent: true });
  const part = names(await scanParts(set, record)).a;
  const copies = memorySet('Copies', [
    ['x', { ...phantoms[0]!, hu: phantoms[0]!.hu.map((slice) => slice.toReversed()) }],
    ['y', phantoms[3]!],
  ]);
  const others = memorySet('Others', [['z', phantoms[3]!]]);
  expect(names(await scanParts(mixDataSets(copies, others), record))).toEqual({
    'Copies/x': part,
    'Copies/y': '',
    'Others/z': '',
  });
});

test('slices are read only of scans whose files have changed', async () => {
  const { record } = await splitDataSet(set, { recordContent: true });
  const unreadable = (scan: CtScan) => ({ ...scan, readSlice: () => Promise.reject(new Error('read')) });
  const patients = set.patients.map(({ scans, ...patient }) => ({ ...patient, scans: scans.map(unreadable) }));
  expect(names(await scanParts({ ...set, patients }, record))).toEqual(names(await scanParts(set, record)));
});
