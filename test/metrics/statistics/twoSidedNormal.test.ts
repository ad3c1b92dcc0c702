import { expect, it } from 'vitest';

import { twoSidedNormal } from '../../../src/metrics/statistics/twoSidedNormal';

/** `scipy.special.erfc(z / sqrt(2))`, SciPy 1.17.1. */
it.each([
  [0, 1.0],
  [0.001, 0.9992021155721779],
  [0.5, 0.6170750774519739],
  [1, 0.31731050786291415],
  [1.959963984540054, 0.050000000000000024],
  [2.8, 0.005110260660855875],
  [2.83, 0.0046548004134631124],
  [3, 0.0026997960632601918],
  [5, 5.73303143758389e-7],
  [10, 1.5239706048321166e-23],
  [30, 9.81342785429749e-198],
])('of %d is %d', (z, expected) => {
  expect(Math.abs(twoSidedNormal(z) / expected - 1)).toBeLessThan(1e-12);
  expect(twoSidedNormal(-z)).toBe(twoSidedNormal(z));
});
