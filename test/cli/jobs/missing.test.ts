import { expect, test } from 'vitest';

import type { JobRecord } from '../../../src/cli/jobs/jobRecord';
import { listText, missingText } from '../../../src/cli/jobs/missing';

const record = (shard: string): JobRecord => ({
  ...{ format: 1, name: '', status: 'done', reason: null, settings: {}, model: '', seconds: 0, program: '' },
  ...{ shard, result: null },
});

test('missing scans are named by their parts', () => {
  const names = [...'abcdefghijkl'];
  const records = names.map((_, i) => (i % 3 === 0 || i === 4 ? null : record(`${i % 3}/3`)));
  expect(missingText(names, records)).toBe(
    '5 scans of 12 are missing:\n  shard 0/3: a, d, g and 1 more\n  shard 1/3: e',
  );
});

test('missing scans have no parts if the results are of different numbers of parts', () => {
  expect(missingText(['a', 'b', 'c'], [record('0/3'), record('1/2'), null])).toBe('1 scan of 3 is missing:\n  c');
  expect(missingText(['a'], [null])).toBe('1 scan of 1 is missing:\n  a');
});

test('long lists end with the number of the rest', () => {
  const lines = Array.from({ length: 23 }, (_, i) => `${i}`);
  expect(listText(lines.slice(0, 21)).split('\n')).toHaveLength(21);
  expect(listText(lines).split('\n').at(-1)).toBe('  … and 3 more');
});
