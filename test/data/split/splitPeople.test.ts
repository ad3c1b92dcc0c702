import { describe, expect, test } from 'vitest';

import type { CtDataSet, SliceRef } from '../../../src/data/dataSet';
import { mixDataSets } from '../../../src/data/mixDataSets';
import { type Parts, partNames } from '../../../src/data/split/split';
import { splitDataSet } from '../../../src/data/split/splitDataSet';
import { memorySet, phantomScans } from '../../support/phantomScans';

const phantoms = phantomScans(20, { size: 16, depth: 3 });
const letters = [...'abcdefghij'];

/** A data set of some letters; the same letter is the same patient, unless it comes from another phantom on. */
const some = (name: string, ids: string, from = 0) =>
  memorySet(
    name,
    [...ids].map((id) => [id, phantoms[letters.indexOf(id) + from]!]),
  );

/** The part of each patient. */
const partsById = (parts: Parts<SliceRef[]>): Record<string, string> =>
  Object.fromEntries(partNames.flatMap((part) => parts[part].map(({ scan }) => [scan.patient, part])));

const partsOf = async (...sets: CtDataSet[]) => {
  const { parts, record } = await splitDataSet(mixDataSets(...sets), { seed: 1 });
  return { partOf: partsById(parts), rule: record.rule, leftOut: record.leftOut };
};

const eight = '8 : 1 : 1 by patient';
const shared = 'shared patients as in the other data sets';
const large = some('A', 'abcdefghij');

describe('a data set of a mix whose patients are also in another', () => {
  test.each(['a', 'ab', 'abcd'])('has them in the parts that they have there: %s', async (ids) => {
    for (const sets of [
      [large, some('B', ids)],
      [some('B', ids), large],
    ]) {
      const { partOf, rule, leftOut } = await partsOf(...sets);
      for (const id of ids) expect(partOf[`B/${id}`]).toBe(partOf[`A/${id}`]);
      expect(leftOut).toEqual([]);
      expect(rule).toContain(`A: ${eight}`);
      if (ids.length < 3) expect(rule).toContain(`B: ${shared}`);
    }
  });

  test('learns from the one or two who are in no other', async () => {
    const { partOf, rule } = await partsOf(
      large,
      memorySet('B', [
        ['a', phantoms[0]!],
        ['new', phantoms[10]!],
      ]),
    );
    expect([partOf['B/a'], partOf['B/new']]).toEqual([partOf['A/a'], 'train']);
    expect(rule).toBe(`A: ${eight}; B: ${shared}, the rest to train`);
  });

  test('is placed so among several', async () => {
    const { partOf, rule } = await partsOf(some('C', 'a', 10), some('B', 'ab'), large, some('D', 'abcde', 10));
    expect([partOf['B/a'], partOf['B/b'], partOf['C/a']]).toEqual([partOf['A/a'], partOf['A/b'], partOf['D/a']]);
    expect(rule).toBe(`C: ${shared}; B: ${shared}; A: ${eight}; D: ${eight}`);
  });

  test('has them in the parts that another names', async () => {
    const scans = letters.slice(0, 3).map((id, i) => [id, phantoms[i]!] as const);
    const own = memorySet('A', scans, { train: ['c'], val: ['b'], test: ['a'] });
    const { partOf, rule } = await partsOf(some('B', 'ab'), own);
    expect(partOf).toMatchObject({ 'B/a': 'test', 'B/b': 'val' });
    expect(rule).toBe(`B: ${shared}; A: as given by the data set`);
  });

  test('is placed by samePatient too', async () => {
    const samePatient = [...'ab'].map((id) => [`A/${id}`, `B/${id}`]);
    const { parts } = await splitDataSet(mixDataSets(large, some('B', 'ab', 10)), { seed: 1, samePatient });
    const partOf = partsById(parts);
    expect([partOf['B/a'], partOf['B/b']]).toEqual([partOf['A/a'], partOf['A/b']]);
  });

  test('learns from the rest where known copies are left out', async () => {
    const named = (name: string, ids: string[], from: number) =>
      memorySet(
        name,
        ids.map((id, i) => [id, phantoms[from + i]!]),
      );
    const ircadb = named('3D-IRCADb-01', ['3Dircadb1.1', '3Dircadb1.2', '3Dircadb1.3'], 0);
    const { partOf, rule } = await partsOf(ircadb, named('LiTS', ['volume-27', 'volume-28', 'volume-29'], 5));
    expect(partOf['LiTS/volume-27']).toBe('train');
    expect(rule).toBe(`3D-IRCADb-01: ${eight}; LiTS: ${shared}, the rest to train`);
  });

  test('is refused if neither has three patients', () =>
    expect(partsOf(some('A', 'ab'), some('B', 'bc'))).rejects.toThrow(
      new RangeError(
        "splitDataSet: A has 2 patients; at least 3 are needed, one for each part. Add patients, or pass `by: 'slice'` to try things out: the scores are then too high",
      ),
    ));
});

test('copies that leave fewer than three patients are named, each data set its own', async () => {
  const copies = memorySet(
    'A',
    [...'abcdef'].map((id) => [id, phantoms[0]!]),
  );
  await expect(splitDataSet(copies)).rejects.toThrow(
    'A has 1 patient; at least 3 are needed, one for each part. 6 scans hold the same slices and count as one patient: ' +
      'a, b, c, d and 2 more. Add patients, or pass `by',
  );
  await expect(splitDataSet(mixDataSets(some('A', 'ab'), some('B', 'bc')))).rejects.toThrow('one for each part. Add');
});
