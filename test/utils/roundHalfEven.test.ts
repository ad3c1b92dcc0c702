import { expect, it } from 'vitest';

import { roundHalfEven } from '../../src/utils/roundHalfEven';

it.each([
  [0.5, 0],
  [1.5, 2],
  [8.5, 8],
  [127.5, 128],
  [0.49999999999999994, 0],
  [254.7, 255],
  [2 ** 31, 2 ** 31],
  [Number.NaN, Number.NaN],
])('rounds %d to %d', (x, rounded) => {
  expect(roundHalfEven(x)).toBe(rounded);
});
