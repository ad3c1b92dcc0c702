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

test.each([
  [{ train: ['a'], val: ['b'] }, 'splits.json: `test` is missing; give train, val and test, or none'],
  [{ train: ['a'], val: [], test: ['c'] }, 'splits.json: `val` is empty'],
  [{ train: ['a'], val: ['x'], test: ['c'] }, 'splits.json: `val` names "x", but there is no such folder in images'],
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
  [null, 'splits.json: an object is needed; received null'],
])('%j has a wrong type', (json, message) => {
  expect(() => folderSplit(json, folders)).toThrow(new TypeError(message));
});
