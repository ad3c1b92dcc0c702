import { describe, expect, test } from 'vitest';

import type { CtDataSet, SliceRef } from '../../../src/data/dataSet';
import { mixDataSets } from '../../../src/data/mixDataSets';
import { type Parts, splitPatients } from '../../../src/data/split/split';
import { splitDataSet } from '../../../src/data/split/splitDataSet';
import type { SplitRecord } from '../../../src/data/split/splitRecord';
import { memorySet, phantomScans } from '../../support/phantomScans';

const phantoms = phantomScans(20, { size: 16, depth: 3 });
const letters = [...'abcdefghij'];

/** A data set of so many patients `a`, `b`, …, from another phantom on. */
const setOf = (count: number, name = 'Set', from = 0) =>
  memorySet(
    name,
    letters.slice(0, count).map((letter, i) => [letter, phantoms[from + i]!]),
  );

const patientsOf = (refs: readonly SliceRef[]) => [...new Set(refs.map(({ scan }) => scan.patient))];
const inParts = ({ train, val, test }: Parts<SliceRef[]>) => ({
  train: patientsOf(train),
  val: patientsOf(val),
  test: patientsOf(test),
});
const slices = (refs: readonly SliceRef[]) => refs.map(({ scan, index }) => `${scan.name} ${index}`);

test('patients are divided as splitPatients divides their names', async () => {
  const { parts, record } = await splitDataSet(setOf(10), { seed: 3 });
  expect(inParts(parts)).toEqual(splitPatients(letters.slice(0, 10), { seed: 3 }));
  expect(record).toMatchObject({ dataSet: 'Set', by: 'patient', rule: 'Set: 8 : 1 : 1 by patient', seed: 3 });
  expect([record.leftOut, record.warnings]).toEqual([[], []]);
});

test('a part has all slices of its patients, in order', async () => {
  const { parts } = await splitDataSet(setOf(3));
  const [patient] = patientsOf(parts.test);
  expect(slices(parts.test)).toEqual([0, 1, 2].map((index) => `${patient} ${index}`));
});

test('the seed chooses the split', async () => {
  const tested = async (seed: number) => inParts((await splitDataSet(setOf(10), { seed })).parts).test.join();
  const all = await Promise.all(Array.from({ length: 8 }, (_, seed) => tested(seed)));
  expect(await tested(5)).toBe(all[5]);
  expect(new Set(all).size).toBeGreaterThan(1);
});

test('each data set of a mix is divided by itself', async () => {
  const mix = mixDataSets(setOf(10, 'A'), setOf(10, 'B', 10));
  const { parts, record } = await splitDataSet(mix);
  const sets = (refs: readonly SliceRef[]) =>
    patientsOf(refs)
      .map((id) => id[0])
      .join('');
  expect(sets(parts.val)).toBe('AB');
  expect(sets(parts.test)).toBe('AB');
  expect(record.rule).toBe('A: 8 : 1 : 1 by patient; B: 8 : 1 : 1 by patient');
});

test('samePatient keeps patients together', async () => {
  for (let seed = 0; seed < 8; seed++) {
    const { parts } = await splitDataSet(setOf(4), { seed, samePatient: [['a', 'b']] });
    const part = Object.values(inParts(parts)).find((ids) => ids.includes('a'));
    expect(part).toContain('b');
  }
});

describe('scans that hold the same slices', () => {
  const copy = { ...phantoms[0]!, hu: phantoms[0]!.hu.map((hu) => hu.toReversed()).reverse() };
  const withCopy = (name: string): CtDataSet =>
    memorySet(name, [
      ['a', phantoms[0]!],
      ['b', phantoms[1]!],
      ['c', phantoms[2]!],
      ['copy', copy],
    ]);

  test('are one patient, flipped or not', async () => {
    for (let seed = 0; seed < 8; seed++) {
      const { parts, record } = await splitDataSet(withCopy('Set'), { seed });
      expect(Object.values(inParts(parts)).find((ids) => ids.includes('a'))).toContain('copy');
      expect(record.warnings).toEqual(['a and copy hold the same slices and count as one patient']);
    }
  });

  test('are one patient in two data sets too', async () => {
    const { parts, record } = await splitDataSet(mixDataSets(setOf(3, 'A'), setOf(5, 'B')), { seed: 4 });
    const partOf = (id: string) => Object.entries(inParts(parts)).find(([, ids]) => ids.includes(id))![0];
    for (const letter of 'abc') expect(partOf(`B/${letter}`)).toBe(partOf(`A/${letter}`));
    expect(parts.train.filter(({ scan }) => scan.patient.startsWith('B/'))).toHaveLength(3 * 3);
    expect(record.warnings[0]).toBe('A/a and B/a hold the same slices and count as one patient');
  });

  test('are not sought among scans of other depths, whose slices are not read', async () => {
    const unreadable = setOf(3).patients.map(({ scans: [scan], ...patient }, i) => ({
      ...patient,
      scans: [{ ...scan!, depth: i + 1, readSlice: () => Promise.reject(new Error('read')) }],
    }));
    const { parts } = await splitDataSet({ ...setOf(3), patients: unreadable });
    expect(parts.train.length + parts.val.length + parts.test.length).toBe(6);
  });

  test('are not those that are empty', async () => {
    const empty = { depth: 1, size: 2, hu: [new Int16Array(4)], masks: [new Uint8Array(4)] };
    const { record } = await splitDataSet(
      memorySet('Set', [
        ['a', empty],
        ['b', empty],
        ['c', empty],
      ]),
    );
    expect(record.warnings).toEqual([]);
  });
});

describe('a data set that says itself how it is divided', () => {
  const all = letters.slice(0, 5).map((letter, i) => [letter, phantoms[i]!] as const);
  const own = memorySet('Set', all, { train: ['b', 'd'], val: ['c'], test: ['a'] });

  test('is taken at its word, and scans in no part are left out', async () => {
    const { parts, record } = await splitDataSet(own, { seed: 9 });
    expect(inParts(parts)).toEqual({ train: ['b', 'd'], val: ['c'], test: ['a'] });
    expect([record.rule, record.leftOut]).toEqual(['Set: as given by the data set', ['e']]);
  });

  test('is divided anew if asked', async () => {
    const { parts } = await splitDataSet(own, { ownSplit: false });
    expect(inParts(parts)).toEqual(splitPatients(letters.slice(0, 5)));
  });

  test('is so in a mix, where the others are divided by the rule', async () => {
    const { parts, record } = await splitDataSet(mixDataSets(own, setOf(3, 'B', 6)));
    expect(patientsOf(parts.train).slice(0, 2)).toEqual(['Set/b', 'Set/d']);
    expect(record.rule).toBe('Set: as given by the data set; B: 8 : 1 : 1 by patient');
  });

  test('leads where another data set of a mix has the same patient', async () => {
    const { parts, record } = await splitDataSet(mixDataSets(setOf(10, 'A'), own), { seed: 2 });
    const partOf = (id: string) => Object.entries(inParts(parts)).find(([, ids]) => ids.includes(id))![0];
    expect([...'abcd'].map((letter) => partOf(`A/${letter}`))).toEqual(['test', 'train', 'val', 'train']);
    expect(record.warnings).not.toContainEqual(expect.stringContaining('too'));
  });

  test('is refused if it leaves a part empty, unless it is divided anew or another data set fills it', async () => {
    const partial = memorySet('Set', all, { train: ['b', 'd'], val: [], test: [] });
    await expect(splitDataSet(partial)).rejects.toThrow(
      new RangeError(
        'splitDataSet: the own split of the data set has no scan in `val` and `test`. Complete its lists, or pass `ownSplit: false`',
      ),
    );
    expect(inParts((await splitDataSet(partial, { ownSplit: false })).parts)).toEqual(
      splitPatients(letters.slice(0, 5)),
    );
    const { parts } = await splitDataSet(mixDataSets(partial, setOf(3, 'B', 6)));
    expect(patientsOf(parts.test)).toHaveLength(1);
  });

  test('is refused if it has one patient in two parts', () =>
    expect(splitDataSet(own, { samePatient: [['a', 'b']] })).rejects.toThrow(
      new RangeError(
        'splitDataSet: a is in test and b in train, but they are of one patient. Correct the lists of the data set, or pass `ownSplit: false`',
      ),
    ));
});

describe('by slice', () => {
  const warning =
    'Split by slice: neighbouring slices of one patient are in different parts, so the scores are too high. Split by patient to measure how well new patients are segmented';

  test('slices are divided 8 : 1 : 1, each in one part, with a warning', async () => {
    const { parts, record } = await splitDataSet(setOf(10), { by: 'slice', seed: 1 });
    expect([parts.train, parts.val, parts.test].map((part) => part.length)).toEqual([24, 3, 3]);
    expect(new Set(slices([...parts.train, ...parts.val, ...parts.test])).size).toBe(30);
    expect([record.rule, record.warnings]).toEqual(['8 : 1 : 1 by slice', [warning]]);
  });

  test('one patient is enough, and slices stay in their order', async () => {
    const { parts } = await splitDataSet(setOf(1), { by: 'slice' });
    expect([parts.train, parts.val, parts.test].map((part) => part.length)).toEqual([1, 1, 1]);
    const { parts: many } = await splitDataSet(setOf(10), { by: 'slice' });
    expect(slices(many.train)).toEqual(slices(many.train).toSorted());
  });
});

describe('a record', () => {
  const saved = async (dataSet: CtDataSet, options = {}): Promise<SplitRecord> =>
    JSON.parse(JSON.stringify((await splitDataSet(dataSet, options)).record));

  test.each(['patient', 'slice'] as const)('brings the parts back, by %s', async (by) => {
    const { parts } = await splitDataSet(setOf(10), { by, seed: 5 });
    const record = await saved(setOf(10), { by, seed: 5 });
    const again = await splitDataSet(setOf(10), { record });
    for (const part of ['train', 'val', 'test'] as const)
      expect(slices(again.parts[part])).toEqual(slices(parts[part]));
    expect(again.record).toEqual(record);
  });

  const changed = (what: string, back = 'Bring the files back', otherwise = '') =>
    new RangeError(
      `splitDataSet: the data set has changed since the split was recorded: ${what}. ${back}, or leave \`record\` out to split again${otherwise}`,
    );

  /** Three patients, with something else about the scan of `b`. */
  const withOther = (other: object): CtDataSet => {
    const set = setOf(3);
    const patients = set.patients.map((patient) => ({
      ...patient,
      scans: patient.scans.map((scan) => (scan.name === 'b' ? { ...scan, ...other } : scan)),
    }));
    return { ...set, patients };
  };

  test.each([
    [{ depth: 9 }, changed('scan b has 9 slices now, not 3')],
    [{ patient: 'a' }, changed('scan b is of patient a now, not b')],
    [
      { fingerprint: 'new' },
      changed(
        'the files of scan b have changed',
        'Bring the files back with their times of change (cp -p)',
        ', or pass `checkFiles: false` if they were only copied',
      ),
    ],
  ])('does not fit a scan with %j', async (other, error) => {
    const record = await saved(setOf(3));
    await expect(splitDataSet(withOther(other), { record })).rejects.toThrow(error);
  });

  test('fits copied files if asked', async () => {
    const record = await saved(setOf(3));
    const { parts } = await splitDataSet(withOther({ fingerprint: 'new' }), { record, checkFiles: false });
    expect(parts.train).toHaveLength(3);
  });

  test('with content fits scans whose files have changed, but not their slices', async () => {
    const record = await saved(setOf(3), { recordContent: true });
    const { parts } = await splitDataSet(withOther({ fingerprint: 'new' }), { record });
    expect(parts.train).toHaveLength(3);
    const other = memorySet('Set', [['b', phantoms[4]!]]).patients[0]!.scans[0]!;
    await expect(splitDataSet(withOther({ ...other, fingerprint: 'new' }), { record })).rejects.toThrow(
      changed(
        'the files of scan b have changed',
        'Bring the files back with their times of change (cp -p)',
        ', or pass `checkFiles: false` if they were only copied',
      ),
    );
  });

  test('does not fit more or fewer scans', async () => {
    const record = await saved(setOf(3));
    await expect(splitDataSet(setOf(4), { record })).rejects.toThrow(changed('scan d is new'));
    await expect(splitDataSet(setOf(2), { record })).rejects.toThrow(changed('scan c is missing'));
  });

  test('is no other object', () =>
    expect(splitDataSet(setOf(3), { record: { parts: {} } as SplitRecord })).rejects.toThrow(
      new RangeError('splitDataSet: `record` must be one that splitDataSet has returned; received {"parts":{}}'),
    ));
});

test('fewer than three patients are too few', () =>
  expect(splitDataSet(setOf(2))).rejects.toThrow(
    new RangeError(
      "splitDataSet: Set has 2 patients; at least 3 are needed, one for each part. Add patients, or pass `by: 'slice'` to try things out: the scores are then too high",
    ),
  ));

test.each([
  [{ seed: 0.5 }, '`seed` must be an integer; received 0.5'],
  [{ by: 'scan' as 'slice' }, '`by` must be one of patient, slice; received "scan"'],
])('%j is out of range', (options, message) =>
  expect(splitDataSet(setOf(3), options)).rejects.toThrow(new RangeError(`splitDataSet: ${message}`)),
);
