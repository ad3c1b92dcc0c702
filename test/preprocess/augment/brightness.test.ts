import { expect, it } from 'vitest';

import { brightness } from '../../../src/preprocess/augment/brightness';

it('grey levels are multiplied, up to 1', () => {
  expect([...brightness(Float32Array.of(0, 0.25, 0.5, 0.875), 1.5)]).toEqual([0, 0.375, 0.75, 1]);
});

it('a factor of 1 is the identity', () => {
  const image = Float32Array.of(0, 0.1, 0.7, 1);
  expect(brightness(image, 1)).toEqual(image);
});
