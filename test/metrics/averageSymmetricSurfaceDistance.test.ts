import { expect, it } from 'vitest';

import { averageSymmetricSurfaceDistance } from '../../src/metrics/averageSymmetricSurfaceDistance';
import { boxMask, workedPairs } from '../support/boxMask';

it.each(Object.entries(workedPairs))('of %s is the one worked by hand', (_, { truth, prediction, distances }) => {
  expect(averageSymmetricSurfaceDistance(truth, prediction)).toBeCloseTo(distances.averageSymmetricSurfaceDistance, 6);
});

it('speaks of itself in errors', () => {
  const mask = boxMask([2, 2], null, []);
  expect(() => averageSymmetricSurfaceDistance(mask, mask)).toThrow(
    new RangeError(
      'averageSymmetricSurfaceDistance: `truth.spacing` must be known; received null. Give 1 for each axis to count in pixels',
    ),
  );
});
