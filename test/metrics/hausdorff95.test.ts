import { expect, it } from 'vitest';

import { hausdorff95 } from '../../src/metrics/hausdorff95';
import { boxMask, workedPairs } from '../support/boxMask';

it.each(Object.entries(workedPairs))('of %s is the one worked by hand', (_, { truth, prediction, distances }) => {
  expect(hausdorff95(truth, prediction)).toBeCloseTo(distances.hausdorff95, 6);
});

it('speaks of itself in errors', () => {
  const mask = boxMask([2, 2], null, []);
  expect(() => hausdorff95(mask, mask)).toThrow(
    new RangeError(
      'hausdorff95: `truth.spacing` must be known; received null. Give 1 for each axis to count in pixels',
    ),
  );
});
