import { expect, it } from 'vitest';

import { countInside, type Mask, requireMask, requireSameGrid } from '../../src/metrics/mask';
import { boxMask } from '../support/boxMask';

const small = boxMask([2, 3], [1, 2], []);

it.each<[string, Partial<Mask>, string]>([
  ['one axis', { shape: [6] }, 'f: `truth.shape` must be [height, width] or [depth, height, width]; received [6]'],
  ['no row', { shape: [0, 6] }, 'f: `truth.shape` must be [height, width] or [depth, height, width]; received [0,6]'],
  ['too few values', { data: [1, 0] }, 'f: `truth.data` must be 2 · 3 = 6 long; received 2'],
  ['a spacing of 0', { spacing: [1, 0] }, 'f: `truth.spacing` must be 2 numbers above 0, in mm; received [1,0]'],
  [
    'a spacing too many',
    { spacing: [1, 1, 1] },
    'f: `truth.spacing` must be 2 numbers above 0, in mm; received [1,1,1]',
  ],
])('a mask with %s is refused', (_, change, message) => {
  expect(() => requireMask('f', 'truth', { ...small, ...change })).toThrow(new RangeError(message));
});

it('spacings may differ by a thousandth, and one may be unknown', () => {
  expect(() => requireSameGrid('f', small, { ...small, spacing: [1.0009, 2] })).not.toThrow();
  expect(() => requireSameGrid('f', small, { ...small, spacing: null })).not.toThrow();
  expect(() => requireSameGrid('f', small, { ...small, spacing: [1, 2.1] })).toThrow(
    new RangeError('f: `prediction.spacing` must be that of the ground truth (1, 2); received [1,2.1]'),
  );
});

it('inside is what is above 0.5', () => {
  expect(countInside([0, 0.5, 0.51, 1, 2, -1, Number.NaN])).toBe(3);
});
