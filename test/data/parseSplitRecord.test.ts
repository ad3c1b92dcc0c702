import { readFile } from 'node:fs/promises';

import { expect, test } from 'vitest';

import { parseSplitRecord } from '../../src/data/parseSplitRecord';
import { phantomDataSet } from '../../src/data/phantomDataSet';
import { RunFileError } from '../../src/data/runFileError';
import { splitDataSet } from '../../src/data/split/splitDataSet';
import { memorySet, phantomScans } from '../support/phantomScans';

const [a, b, c] = phantomScans(3, { depth: 3, size: 16 });
const set = memorySet('Set', [
  ['a', a!],
  ['b', b!],
  ['c', c!],
]);

test.each([{}, { recordContent: true }, { by: 'slice' }] as const)('a record of %j is read back', async (options) => {
  const { record } = await splitDataSet(set, options);
  expect(parseSplitRecord(JSON.stringify(record))).toEqual(record);
});

test('the label of a stratified split is read back', async () => {
  const { record } = await splitDataSet(phantomDataSet({ patients: 4, size: 16, labels: 'organs' }), {
    stratify: 'lesion',
  });
  expect(record.stratify).toBe('lesion');
  expect(parseSplitRecord(JSON.stringify(record))).toEqual(record);
});

test('the split of a run of version 0.0.0 is read', async () => {
  const text = await readFile('test/training/run/format1/split.json', 'utf8');
  expect(parseSplitRecord(text)).toEqual(JSON.parse(text));
});

test('a file of another kind is refused', () => {
  expect(() => parseSplitRecord('{"dataSet":"LiTS","by":"coin"}', 'runs/a/split.json')).toThrow(
    new RunFileError(
      'runs/a/split.json',
      '`by` must be one of patient, slice; received "coin". Restore the file from a copy of the run. Without it, the training scans of the network are unknown',
    ),
  );
});
