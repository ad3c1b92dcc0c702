import { expect, test } from 'vitest';

import { groupPatients, splitPatients } from '../../../src/data/split/split';

const names = (n: number) => Array.from({ length: n }, (_, i) => `patient-${String(i).padStart(2, '0')}`);
const sizes = ({ train, val, test }: ReturnType<typeof splitPatients>) => [train.length, val.length, test.length];

test.each([
  [3, [1, 1, 1]],
  [14, [12, 1, 1]],
  [15, [11, 2, 2]],
  [20, [16, 2, 2]],
  [40, [32, 4, 4]],
])('%i patients are split %j', (n, expected) => {
  expect(sizes(splitPatients(names(n)))).toEqual(expected);
});

test('every patient is in exactly one part', () => {
  const { train, val, test } = splitPatients(names(20), { seed: 3 });
  expect([...train, ...val, ...test].sort()).toEqual(names(20));
});

test('the same seed gives the same split in whatever order the names come', () => {
  expect(splitPatients(names(20).reverse(), { seed: 7 })).toEqual(splitPatients(names(20), { seed: 7 }));
});

test('another seed gives another split', () => {
  expect(splitPatients(names(20), { seed: 1 })).not.toEqual(splitPatients(names(20), { seed: 2 }));
});

test('folders of one person stay together, for every seed', () => {
  const samePatient = [
    ['patient-01', 'patient-02'],
    ['patient-02', 'patient-09'],
  ];
  for (let seed = 0; seed < 20; seed++) {
    const parts = Object.values(splitPatients(names(10), { seed, samePatient }));
    const holding = parts.filter((part) =>
      ['patient-01', 'patient-02', 'patient-09'].some((name) => part.includes(name)),
    );
    expect(holding).toHaveLength(1);
  }
});

test('folders of one person count as one patient', () => {
  const samePatient = [['patient-00', 'patient-01']];
  expect(() => splitPatients(names(3), { samePatient })).toThrow(
    new RangeError('splitPatients: at least 3 patients are needed, one for each part; received 2. Add patients'),
  );
});

test('a name that comes twice is an error', () => {
  expect(() => splitPatients(['a', 'b', 'c', 'a'])).toThrow(
    new RangeError('splitPatients: `names` must be different from each other; received ["a","a"]'),
  );
});

test('groups that share a name are one patient, called by its first name', () => {
  const groups = [
    ['d', 'c'],
    ['a', 'b'],
    ['b', 'c'],
  ];
  expect(Object.fromEntries(groupPatients(['a', 'b', 'c', 'd', 'e'], groups))).toEqual({
    a: 'a',
    b: 'a',
    c: 'a',
    d: 'a',
    e: 'e',
  });
});

test('a seed that is no integer is an error', () => {
  expect(() => splitPatients(['a', 'b', 'c'], { seed: 0.5 })).toThrow(
    new RangeError('splitPatients: `seed` must be an integer; received 0.5'),
  );
});

test('an unknown name in a group of one person is refused', () => {
  expect(() => splitPatients(names(5), { samePatient: [['patient-00', 'patient-0']] })).toThrow(
    new RangeError('same patient: "patient-0" is not among the names; a typo would put one patient in two parts'),
  );
});
