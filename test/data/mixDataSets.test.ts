import { describe, expect, test } from 'vitest';

import { mixDataSets } from '../../src/data/mixDataSets';
import { expectPhantom, memorySet, type PhantomScan, phantomScans } from '../support/phantomScans';

const scans = phantomScans(4, { size: 16 }) as [PhantomScan, PhantomScan, PhantomScan, PhantomScan];
const [one, two, three, four] = scans;

const named = (set: string, ...names: string[]) =>
  memorySet(
    set,
    names.map((name, i) => [name, scans[i % 4]!]),
  );
const idsOf = (set: ReturnType<typeof mixDataSets>) => set.patients.map(({ id }) => id);

test('names of patients, scans and slices get the name of their data set', async () => {
  const mix = mixDataSets(
    memorySet('A', [
      ['x', one],
      ['y#1', two],
      ['y#2', three],
    ]),
    memorySet('B', [['x', four]]),
  );
  expect(mix.name).toBe('A + B');
  expect([...mix].map(({ id, dataSet }) => [id, dataSet])).toEqual([
    ['A/x', 'A'],
    ['A/y', 'A'],
    ['B/x', 'B'],
  ]);
  expect(mix.patients[1]!.scans.map(({ name }) => name)).toEqual(['A/y#1', 'A/y#2']);
  const slice = await mix.patients[1]!.scans[1]!.readSlice(2);
  expect([slice.patient, slice.name]).toEqual(['A/y', 'A/y#2/2']);
  await expectPhantom(mix.patients[2]!.scans[0]!, four);
});

test('a second data set of the same name gets a number', () => {
  expect(idsOf(mixDataSets(named('A', 'x'), named('A', 'x'), named('A', 'x')))).toEqual(['A/x', 'A 2/x', 'A 3/x']);
});

test('notes say which data set they are about', () => {
  const noted = { ...named('A', 'x'), notes: ['turned round'] };
  expect(mixDataSets(noted, named('B', 'x')).notes).toEqual(['A: turned round']);
});

test('the splits of the data sets are joined', () => {
  const split = { train: ['x'], val: ['y'], test: ['z'] };
  const mix = mixDataSets(
    memorySet(
      'A',
      [
        ['x', one],
        ['y', two],
        ['z', three],
      ],
      split,
    ),
    named('B', 'x'),
  );
  expect(mix.split).toEqual({ train: ['A/x'], val: ['A/y'], test: ['A/z'] });
  expect(mixDataSets(named('A', 'x'), named('B', 'x')).split).toBeNull();
});

describe('patients that are known to be in two data sets', () => {
  const ircadb = named('3D-IRCADb-01', '3Dircadb1.1', '3Dircadb1.20');

  test('LiTS 28 to 47 are 3D-IRCADb-01 1 to 20, and 48 is suspect', () => {
    const lits = named('LiTS', 'volume-27', 'volume-28', 'volume-29', 'volume-47', 'volume-48');
    const mix = mixDataSets(lits, ircadb);
    expect(idsOf(mix)).toEqual([
      'LiTS/volume-27',
      'LiTS/volume-29',
      '3D-IRCADb-01/3Dircadb1.1',
      '3D-IRCADb-01/3Dircadb1.20',
    ]);
    expect(mix.notes).toEqual([
      'LiTS/volume-28 was left out: same patient as 3D-IRCADb-01/3Dircadb1.1',
      'LiTS/volume-47 was left out: same patient as 3D-IRCADb-01/3Dircadb1.20',
      'LiTS/volume-48 was left out: possibly a patient of 3D-IRCADb-01; published lists disagree',
    ]);
  });

  test("the Decathlon's liver task repeats LiTS", () => {
    const mix = mixDataSets(named('LiTS', 'volume-0'), named('MSD Task03', 'liver_0', 'liver_28', 'liver_1'), ircadb);
    expect(mix.notes).toEqual([
      'MSD Task03/liver_0 was left out: same patient as LiTS/volume-0',
      'MSD Task03/liver_28 was left out: same patient as 3D-IRCADb-01/3Dircadb1.1',
    ]);
  });

  test('without 3D-IRCADb-01 all of LiTS stays, and so do volumes of other data sets', () => {
    expect(mixDataSets(named('LiTS', 'volume-28', 'volume-48'), named('B', 'x')).notes).toEqual([]);
    expect(mixDataSets(named('pairs of volumes', 'volume-28'), ircadb).notes).toEqual([]);
  });

  test('what is left out is in no part', () => {
    const split = { train: ['volume-28', 'volume-1'], val: ['volume-2'], test: ['volume-3'] };
    const all = ['volume-28', 'volume-1', 'volume-2', 'volume-3'].map((name, i) => [name, scans[i]!] as const);
    const lits = memorySet('LiTS', all, split);
    expect(mixDataSets(lits, ircadb).split!.train).toEqual(['LiTS/volume-1']);
  });
});

test('one data set is no mix', () => {
  expect(() => mixDataSets(named('A', 'x'))).toThrow(
    new RangeError('mixDataSets: `sets` must be at least 2 data sets; received 1'),
  );
});

test('a mix is not mixed again', () => {
  const mix = mixDataSets(named('A', 'x'), named('B', 'x'));
  expect(() => mixDataSets(mix, named('C', 'x'))).toThrow(
    new RangeError('mixDataSets: A + B is already a mix. Pass all its data sets to one call'),
  );
});
