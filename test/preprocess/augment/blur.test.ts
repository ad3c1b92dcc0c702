import { expect, it } from 'vitest';

import { blur } from '../../../src/preprocess/augment/blur';
import golden from '../../golden/augment.json';

const image = Float32Array.from(golden.image);

it.each(golden.blurs)(
  "$sd pixels equal SciPy's filter with repeated borders, per channel",
  ({ sd, image: expected }) => {
    const blurred = blur(image, golden, sd);
    expect(Math.max(...expected.map((level, i) => Math.abs(level - blurred[i]!)))).toBeLessThan(1e-6);
  },
);

it('a point becomes the product of two Gaussians', () => {
  const point = new Float32Array(81);
  point[40] = 1;
  const weight = (i: number) => Math.exp(-0.5 * i ** 2); // a standard deviation of 1, cut off at 4 pixels
  const sum = [-4, -3, -2, -1, 0, 1, 2, 3, 4].reduce((total, i) => total + weight(i), 0);
  const blurred = blur(point, { height: 9, width: 9 }, 1);
  expect(blurred[40]).toBeCloseTo(1 / sum ** 2, 7);
  expect(blurred[41]).toBeCloseTo(weight(1) / sum ** 2, 7);
  expect(blurred[0]).toBeCloseTo((weight(4) / sum) ** 2, 7);
});

it('0 pixels are the identity', () => {
  expect(blur(image, golden, 0)).toEqual(image);
});

it('an even image stays even', () => {
  const even = new Float32Array(30).fill(0.3);
  blur(even, { height: 5, width: 6 }, 2).forEach((level) => {
    expect(level).toBeCloseTo(0.3, 7);
  });
});
