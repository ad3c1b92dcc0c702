import { expect, it } from 'vitest';

import { hausdorffDistance } from '../../src/metrics/hausdorffDistance';
import { boxMask, workedPairs } from '../support/boxMask';

it.each(Object.entries(workedPairs))('of %s is the one worked by hand', (_, { truth, prediction, distances }) => {
  expect(hausdorffDistance(truth, prediction)).toBeCloseTo(distances.hausdorffDistance, 6);
});

it('speaks of itself in errors', () => {
  const mask = boxMask([2, 2], null, []);
  expect(() => hausdorffDistance(mask, mask)).toThrow(
    new RangeError(
      'hausdorffDistance: `truth.spacing` must be known; received null. Give 1 for each axis to count in pixels',
    ),
  );
});
