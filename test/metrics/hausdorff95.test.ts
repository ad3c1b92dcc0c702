import { expect, it } from 'vitest';

import { hausdorff95 } from '../../src/metrics/hausdorff95';
import { boxMask, workedPairs } from '../support/boxMask';

it.each(Object.entries(workedPairs))('of %s is the one worked by hand', (_, { truth, prediction, distances }) => {
  expect(hausdorff95(truth, prediction)).toBeCloseTo(distances.hausdorff95, 6);
});

it('of an empty mask and one that fills an array with open ends is undefined, of two that fill it 0', () => {
  const [empty, full] = [0, 1].map((label) => ({
    ...{ shape: [2, 3, 3], spacing: [1, 1, 1] },
    data: new Uint8Array(18).fill(label),
  }));
  expect(hausdorff95(empty!, full!, { openEnds: true })).toBeNaN();
  expect(hausdorff95(full!, full!, { openEnds: true })).toBe(0);
});

it('speaks of itself in errors', () => {
  const mask = boxMask([2, 2], null, []);
  expect(() => hausdorff95(mask, mask)).toThrow(
    new RangeError(
      'hausdorff95: `truth.spacing` must be known; received null. Give 1 for each axis to count in pixels',
    ),
  );
});
