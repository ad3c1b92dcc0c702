import { expect, it } from 'vitest';

import { contrast } from '../../../src/preprocess/augment/contrast';

const sides = { height: 2, width: 2 };

it('a factor of 2 doubles distances from the mean, within 0 to 1', () => {
  // The mean is 0.5.
  expect([...contrast(Float32Array.of(0.125, 0.375, 0.625, 0.875), sides, 2)]).toEqual([0, 0.25, 0.75, 1]);
});

it('a factor of ½ halves them', () => {
  expect([...contrast(Float32Array.of(0.25, 0.5, 0.5, 0.75), sides, 0.5)]).toEqual([0.375, 0.5, 0.5, 0.625]);
});

it('each channel has its own mean', () => {
  const image = Float32Array.of(0, 1, 0, 0.5, 0.5, 0.5, 0.5, 1); // means 0.25 and 0.75
  expect([...contrast(image, sides, 0.5)]).toEqual([0.125, 0.875, 0.125, 0.625, 0.375, 0.625, 0.375, 0.875]);
});

it('a factor of 1 is the identity to the precision of floats', () => {
  const image = Float32Array.of(0, 0.1, 0.7, 1);
  expect(contrast(image, sides, 1)).toEqual(image);
});
