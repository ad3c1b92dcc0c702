import { describe, expect, test } from 'vitest';

import { type CtDataSet, dataSetOf, type SliceRef } from '../../../src/data/dataSet';
import { labelTable } from '../../../src/data/labels/labelTable';
import { mixDataSets } from '../../../src/data/mixDataSets';
import { type Parts, partNames } from '../../../src/data/split/split';
import { type SplitDataSetOptions, splitDataSet } from '../../../src/data/split/splitDataSet';

const table = labelTable({ liver: [1, 2], tumour: 2 });

/** A data set of patients with a liver, each in one scan of one row; those in capitals have a tumour too. */
function setOf(ids: string, name = 'Set', more: Partial<CtDataSet> = {}): CtDataSet {
  const scans = [...ids].map((id, n) => ({
    ...{ patient: id, name: id, depth: 2, fingerprint: id, spacing: null, labels: table },
    readSlice: async (index: number) => ({
      ...{ patient: id, name: `${id}/${index}`, height: 1, width: 2, unit: 'hu' as const },
      values: Int16Array.of(n, name.charCodeAt(0)),
      mask: Uint8Array.of(0, index === 1 && id < 'a' ? 3 : 1),
    }),
  }));
  return { ...dataSetOf({ name, scans }), ...more };
}

const stratified = async (data: CtDataSet, options: SplitDataSetOptions = {}) => {
  const { parts, record } = await splitDataSet(data, { stratify: 'tumour', ...options });
  return { ...record, parts: namesIn(parts) };
};
const namesIn = (parts: Parts<SliceRef[]>) =>
  Object.fromEntries(partNames.map((part) => [part, [...new Set(parts[part].map(({ scan }) => scan.name))].join('')]));
const counts = (names: string) => [names.replaceAll(/[a-z]/g, '').length, names.replaceAll(/[A-Z]/g, '').length];

const seeds = Array.from({ length: 8 }, (_, seed) => seed);
const many = `ABCD${'abcdefghijklmnopqrstuvwxyz'}`;

describe('patients with and without the label', () => {
  test.each(seeds)('are divided separately, with seed %i', async (seed) => {
    const { parts, warnings, rule, stratify } = await stratified(setOf(many), { seed });
    expect(partNames.map((part) => counts(parts[part]!))).toEqual([
      [2, 20],
      [1, 3],
      [1, 3],
    ]);
    expect([warnings, stratify]).toEqual([[], 'tumour']);
    expect(rule).toBe('Set: 8 : 1 : 1 by patient, those with tumour separately');
  });

  test('are in the same parts in whatever order they come', async () => {
    const once = await stratified(setOf(many), { seed: 3 });
    const again = await stratified(setOf([...many].reverse().join('')), { seed: 3 });
    const sorted = (parts: Record<string, string>) => partNames.map((part) => [...parts[part]!].sort().join(''));
    expect(sorted(again.parts)).toEqual(sorted(once.parts));
    expect((await stratified(setOf(many), { seed: 4 })).parts).not.toEqual(once.parts);
  });

  test.each([
    ['Aabcdefghi', 'val and test', [1, 7], [0, 1], [0, 1]],
    ['ABabcdefgh', 'val', [1, 6], [0, 1], [1, 1]],
    ['Aab', 'val and test', [1, 0], [0, 1], [0, 1]],
    ['ABa', 'val', [1, 0], [0, 1], [1, 0]],
    ['ABab', 'val', [1, 1], [0, 1], [1, 0]],
  ])('of %s leave %s without the label, with a warning', async (ids, without, ...expected) => {
    for (const seed of seeds) {
      const { parts, warnings } = await stratified(setOf(ids), { seed });
      expect(partNames.map((part) => counts(parts[part]!))).toEqual(expected);
      const few = counts(ids)[0] === 1 ? '1 patient' : '2 patients';
      expect(warnings).toEqual([`Set: only ${few} with tumour, none of them in ${without}`]);
    }
  });

  test.each([
    ['abcdefghij', 'no patient has'],
    ['ABCDEFGHIJ', 'every patient has'],
  ])('of %s are divided as without the option, with a warning', async (ids, who) => {
    const { parts, warnings } = await stratified(setOf(ids), { seed: 2 });
    expect(parts).toEqual(namesIn((await splitDataSet(setOf(ids), { seed: 2 })).parts));
    expect(warnings).toEqual([`Set: ${who} tumour; its patients are split as one group`]);
  });
});

test('a patient of several scans has the label if one of them has it, and samePatient joins two', async () => {
  const { parts } = await stratified(setOf('ABCabcdefghij'), { samePatient: [['A', 'j']] });
  expect(partNames.map((part) => counts(parts[part]!)[0])).toEqual([1, 1, 1]);
  expect(partNames.find((part) => parts[part]!.includes('A'))).toBe(
    partNames.find((part) => parts[part]!.includes('j')),
  );
});

test('each data set of a mix is divided so, and the own split of one comes first', async () => {
  const own = { train: ['A', 'b'], val: ['B'], test: ['a'] };
  const { parts, rule, warnings } = await stratified(mixDataSets(setOf(many, 'M'), setOf('ABab', 'N', { split: own })));
  for (const part of partNames) expect(parts[part]).toMatch(/M\/[A-D]/);
  expect(parts.val).toContain('N/B');
  expect(rule).toBe('M: 8 : 1 : 1 by patient, those with tumour separately; N: as given by the data set');
  expect(warnings).toContain('N: split as given by the data set, so patients with tumour are not divided separately');
});

test('without the option, records do not have it', async () => {
  const { record } = await splitDataSet(setOf(many));
  expect(record).not.toHaveProperty('stratify');
  expect(record.rule).toBe('Set: 8 : 1 : 1 by patient');
});

test('a record restores the parts', async () => {
  const { parts, record } = await splitDataSet(setOf(many), { stratify: 'tumour', seed: 5 });
  const again = await splitDataSet(setOf(many), { record: JSON.parse(JSON.stringify(record)) });
  expect(namesIn(again.parts)).toEqual(namesIn(parts));
  expect(again.record).toEqual(record);
});

describe('it is refused', () => {
  test('for a label that the table does not have', () =>
    expect(splitDataSet(setOf(many), { stratify: 'tumor' })).rejects.toThrow(
      new RangeError(
        'splitDataSet: `stratify` must be one of liver, tumour; received "tumor". Did you mean \'tumour\'?',
      ),
    ));

  test('for data without a table', () => {
    const scans = setOf(many).patients.flatMap((patient) => patient.scans.map((scan) => ({ ...scan, labels: null })));
    return expect(splitDataSet(dataSetOf({ name: 'Set', scans }), { stratify: 'tumour' })).rejects.toThrow(
      new RangeError(
        'splitDataSet: `stratify` must be left out for data without a table of `labels`; received "tumour". Say with `labels` what is segmented: `openDataSet(folder, { labels: { liver: [1, 2], tumour: 2 } })`',
      ),
    );
  });

  test('by slice', () =>
    expect(splitDataSet(setOf(many), { stratify: 'tumour', by: 'slice' })).rejects.toThrow(
      new RangeError(
        'splitDataSet: `stratify` must be left out where `by` is slice; received "tumour". Leave `stratify` out, or pass `by: \'patient\'`',
      ),
    ));
});
