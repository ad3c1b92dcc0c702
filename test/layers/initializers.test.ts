import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { heNormal, heNormalFor } from '../../src/layers/initializers';
import { read } from '../support/layers';

const shape = [3, 3, 64, 128];
const deviation = async (initializer: ReturnType<typeof heNormal>) => {
  const [variance] = await read(tf.tidy(() => tf.moments(initializer.apply(shape)).variance));
  return Math.sqrt(variance!);
};

it('heNormal has the deviation √(2 / fanIn), which stock tfjs misses by 12 %', async () => {
  expect(Math.abs((await deviation(heNormal(1))) / Math.sqrt(2 / (9 * 64)) - 1)).toBeLessThan(0.01);
});

it('heNormalFor has the deviation √(2 / fanIn) for the fan-in given', async () => {
  expect(Math.abs((await deviation(heNormalFor(9, 1))) / Math.sqrt(2 / 9) - 1)).toBeLessThan(0.01);
});

it('both are cut at two deviations of the normal distribution', async () => {
  const largest = Math.max(...(await read(heNormalFor(2, 1).apply([10_000]))).map(Math.abs));
  expect(largest).toBeGreaterThan(1.9 / 0.87963);
  expect(largest).toBeLessThanOrEqual(2 / 0.87963);
});

const draw = (seed: number | null) => read(heNormal(seed).apply([3, 3, 1, 2]));

it.each([0, 1, -1, 2 ** 40])('the seed %i gives the same numbers again', async (seed) => {
  expect(await draw(seed)).toEqual(await draw(seed));
});

it('other seeds give other numbers', async () => {
  const drawn = await Promise.all([0, 1, -1, 2 ** 40].map(async (seed) => String(await draw(seed))));
  expect(new Set(drawn).size).toBe(4);
});

it('no seed gives other numbers every time', async () => {
  expect(await draw(null)).not.toEqual(await draw(null));
});
