import { expect, it } from 'vitest';

import { itemScores, SCORE_NAMES } from '../../src/metrics/itemScores';
import { boxMask } from '../support/boxMask';

const truth = boxMask(
  [4, 4],
  [0.5, 2],
  [
    [0, 1],
    [0, 1],
  ],
);
const prediction = boxMask(
  [4, 4],
  [0.5, 2],
  [
    [0, 1],
    [0, 0],
  ],
);

it('are the counts and one score for each name', () => {
  const { tp, fp, fn, ...scores } = itemScores(truth, prediction, { emptyValue: 1, openEnds: false, ml: 0.001 });
  expect([tp, fp, fn]).toEqual([2, 0, 2]);
  expect(Object.keys(scores)).toEqual(SCORE_NAMES);
});

it('of a slice have volumes as thick as the slice, and distances in its plane', () => {
  expect(itemScores(truth, prediction, { emptyValue: 1, openEnds: false, ml: 0.005 })).toMatchObject({
    truthMl: 0.02,
    predictionMl: 0.01,
    volumeDifferenceMl: -0.01,
    relativeVolumeDifference: -50,
    absoluteRelativeVolumeDifference: 50,
    hausdorffDistance: 2,
  });
});

it('without a spacing have neither distances nor volumes', () => {
  const scores = itemScores(
    { ...truth, spacing: null },
    { ...prediction, spacing: null },
    { emptyValue: 1, openEnds: false, ml: Number.NaN },
  );
  expect(SCORE_NAMES.filter((name) => Number.isNaN(scores[name]))).toEqual([
    'hausdorffDistance',
    'hausdorff95',
    'averageSymmetricSurfaceDistance',
    'truthMl',
    'predictionMl',
    'volumeDifferenceMl',
  ]);
});
