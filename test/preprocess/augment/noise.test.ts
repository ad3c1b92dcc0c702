import { expect, it } from 'vitest';

import { noise } from '../../../src/preprocess/augment/noise';
import { Random } from '../../../src/utils/random';

const flat = new Float32Array(10_000).fill(0.5);

it('noise has the standard deviation and no bias', () => {
  const noisy = noise(flat, 0.1, new Random(1));
  const mean = noisy.reduce((sum, level) => sum + level, 0) / noisy.length;
  const variance = noisy.reduce((sum, level) => sum + (level - mean) ** 2, 0) / noisy.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.003); // three standard errors
  expect(Math.abs(Math.sqrt(variance) - 0.1)).toBeLessThan(0.0022);
});

it('grey levels stay from 0 to 1', () => {
  const noisy = noise(flat, 1, new Random(1));
  expect(Math.min(...noisy)).toBe(0);
  expect(Math.max(...noisy)).toBe(1);
});

it('0 is the identity', () => {
  expect(noise(flat, 0, new Random(1))).toEqual(flat);
});

it('the values are the normal draws of the generator, one after the other', () => {
  const random = new Random(7);
  const expected = [0, 1, 2, 3].map(() => Math.fround(0.5 + 0.01 * random.normal()));
  [...noise(flat.subarray(0, 4), 0.01, new Random(7))].forEach((level, i) => {
    expect(level).toBeCloseTo(expected[i]!, 7);
  });
});
