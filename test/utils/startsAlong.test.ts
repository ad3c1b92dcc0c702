import { expect, test } from 'vitest';

import { startsAlong } from '../../src/utils/startsAlong';

test.each([
  [10, 10, 0, [0]],
  [10, 5, 0, [0, 5]],
  [10, 4, 0, [0, 3, 6]],
  [10, 4, 0.5, [0, 2, 4, 6]],
  [11, 4, 0.5, [0, 2, 4, 5, 7]],
])('along %i, windows of %i that overlap by %f', (length, side, overlap, expected) => {
  expect(startsAlong(length, side, overlap)).toEqual(expected);
});
