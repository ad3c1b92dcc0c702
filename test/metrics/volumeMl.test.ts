import { expect, it } from 'vitest';

import { volumeMl } from '../../src/metrics/volumeMl';
import { boxMask } from '../support/boxMask';

it('is the number of voxels times their size', () => {
  expect(
    volumeMl(
      boxMask(
        [3, 8, 8],
        [2.5, 0.5, 0.8],
        [
          [1, 2],
          [2, 5],
          [2, 6],
        ],
      ),
    ),
  ).toBeCloseTo(0.04, 12);
});

it('does not exist without a spacing, or of a picture', () => {
  expect(() => volumeMl(boxMask([1, 2, 2], null, []))).toThrow(
    new RangeError('volumeMl: `mask.spacing` must be known; received null. Give 1 for each axis to count in pixels'),
  );
  expect(() => volumeMl(boxMask([2, 2], [1, 1], []))).toThrow(
    new RangeError('volumeMl: `mask.shape` must be [depth, height, width], as a picture has no volume; received [2,2]'),
  );
});
