import { expect, test } from 'vitest';

import { itemsOf, shard } from '../../../src/cli/jobs/shard';

test('parts count from 0 and share all items, every N-th each', () => {
  const all = [...'abcdefg'];
  expect(shard('1/3', '--shard')).toEqual({ index: 1, count: 3 });
  const parts = ['0/3', '1/3', '2/3'].map((text) => itemsOf(all, shard(text, '--shard')));
  expect(parts).toEqual([
    ['a', 'd', 'g'],
    ['b', 'e'],
    ['c', 'f'],
  ]);
});

test.each([
  ['3/3', 'Parts count from 0, as those of sbatch --array=0-2 and of Kubernetes do'],
  ['4/3', 'The first number must be below the second'],
  ['0/0', 'The first number must be below the second'],
  ['/8', 'Check the environment variables that it is made of'],
  ['-1/8', 'Check the environment variables that it is made of'],
  ['2', 'Check the environment variables that it is made of'],
])('the part %s is refused', (text, hint) => {
  expect(() => shard(text, '--shard')).toThrow(
    `--shard must be a part and the number of parts, from 0/8 to 7/8; received "${text}". ${hint}`,
  );
});
