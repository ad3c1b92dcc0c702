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

it('of a sheared grid is that of its parallelepipeds, not the product of the steps', () => {
  const { data, shape } = boxMask(
    [1, 40, 40],
    [5, 0.8, 0.8],
    [
      [0, 0],
      [0, 39],
      [0, 39],
    ],
  );
  const [across, along] = [5 * Math.sin(Math.PI / 9), 5 * Math.cos(Math.PI / 9)]; // a gantry tilted by 20°
  const affine = [
    [0.8, 0, 0, 0],
    [0, 0.8, across, 0],
    [0, 0, along, 0],
  ];
  expect(volumeMl({ data, shape, spacing: [5, 0.8, 0.8], affine })).toBeCloseTo((1600 * 0.64 * along) / 1000, 12);
});

it('refuses an affine that spans no volume', () => {
  const flat = {
    ...boxMask([1, 1, 1], [1, 1, 1], []),
    affine: [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 0, 0],
    ],
  };
  expect(() => volumeMl(flat)).toThrow('`mask.affine` must be that of a volume: three rows of four numbers');
});
