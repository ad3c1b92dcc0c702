import { expect, it } from 'vitest';

import { lowResolution } from '../../../src/preprocess/augment/lowResolution';

const ramp = Float32Array.from({ length: 16 }, (_, i) => i / 16);

it('a factor of 2 keeps every other pixel of a 4×4 ramp and interpolates between them', () => {
  // Rows and columns 1 and 3 are kept; halves of them are mixed by 0, ¼, ¾ and 1.
  const lines = [1, 1.5, 2.5, 3];
  const expected = lines.flatMap((row) => lines.map((column) => (4 * row + column) / 16));
  expect([...lowResolution(ramp, { height: 4, width: 4 }, 2)]).toEqual(expected);
});

it('a factor of the whole side leaves one pixel', () => {
  expect([...lowResolution(ramp, { height: 4, width: 4 }, 4)]).toEqual(new Array(16).fill(10 / 16)); // row 2, column 2
  expect([...lowResolution(ramp, { height: 4, width: 4 }, 16)]).toEqual(new Array(16).fill(10 / 16));
});

it('a factor of 1 is the identity', () => {
  expect(lowResolution(ramp, { height: 2, width: 8 }, 1)).toEqual(ramp);
});

it('channels stay apart', () => {
  const channels = Float32Array.from({ length: 32 }, (_, i) => (i % 2 === 0 ? ramp[i / 2]! : 1));
  const coarse = lowResolution(channels, { height: 4, width: 4 }, 2);
  expect(coarse.filter((_, i) => i % 2 === 0)).toEqual(lowResolution(ramp, { height: 4, width: 4 }, 2));
  expect([...coarse.filter((_, i) => i % 2 === 1)]).toEqual(new Array(16).fill(1));
});
