import { expect, test } from 'vitest';

import { folderSplit } from '../../../src/data/split/splitsFile';

const folders = ['a', 'b', 'c', 'd'];

test('the lists of the file are the parts, and folders in none are left out', () => {
  const json = { train: ['c'], val: ['b'], test: ['a'], note: 'ignored' };
  expect(folderSplit(json, folders).parts).toEqual({ train: ['c'], val: ['b'], test: ['a'] });
});

test('without lists there are no parts, and groups are one patient', () => {
  const { parts, patientOf } = folderSplit({ same_patient: [['d', 'b']] }, folders);
  expect(parts).toBeNull();
  expect(patientOf.get('d')).toBe('b');
});

test('folders that do not exist are left out, with a note, and a part may be missing', () => {
  const { parts, notes } = folderSplit({ train: ['a', 'x', 'y'], val: ['z'] }, folders);
  expect(parts).toEqual({ train: ['a'], val: [], test: [] });
  expect(notes).toEqual([
    'splits.json: `train` names "x" and 1 more, but there is no such folder in images',
    'splits.json: `val` names "z", but there is no such folder in images',
  ]);
});

test.each([
  [{ train: ['a', 'b'], val: ['b'], test: ['c'] }, 'splits.json: the patient of "b" is in `train` and in `val`'],
  [
    { train: ['a'], val: ['b'], test: ['c'], same_patient: [['a', 'c']] },
    'splits.json: the patient of "c" is in `train` and in `test`',
  ],
])('%j is out of range', (json, message) => {
  expect(() => folderSplit(json, folders)).toThrow(new RangeError(message));
});

test.each([
  [{ train: 'a', val: ['b'], test: ['c'] }, 'splits.json: `train` must be a list; received "a"'],
  [{ train: ['a', 3], val: ['b'], test: ['c'] }, 'splits.json: `train` must list folder names; received 3'],
  [{ same_patient: ['a', 'b'] }, 'splits.json: `same_patient` must be a list; received "a"'],
  [null, 'splits.json: expected an object; received null'],
])('%j has a wrong type', (json, message) => {
  expect(() => folderSplit(json, folders)).toThrow(new TypeError(message));
});
