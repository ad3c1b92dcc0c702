import { expect, it } from 'vitest';

import { gamma } from '../../../src/preprocess/augment/gamma';

it('an exponent of 2 squares grey levels, and ½ takes their root', () => {
  expect([...gamma(Float32Array.of(0, 0.25, 0.5, 1), 2)]).toEqual([0, 0.0625, 0.25, 1]);
  expect([...gamma(Float32Array.of(0, 0.25, 0.0625, 1), 0.5)]).toEqual([0, 0.5, 0.25, 1]);
});

it('an exponent of 1 is the identity', () => {
  const image = Float32Array.of(0, 0.1, 0.7, 1);
  expect(gamma(image, 1)).toEqual(image);
});

it('levels out of range stay finite', () => {
  expect([...gamma(Float32Array.of(-1, 2), 0.5)]).toEqual([0, 1]);
});
