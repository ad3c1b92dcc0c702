import { expect, it } from 'vitest';

import { diceCoefficient, makeDiceCoefficient } from '../../src/metrics/diceCoefficient';
import { forEachBackend } from '../support/backends';
import { metricContract } from '../support/metricContract';

forEachBackend(() => {
  metricContract({
    metric: diceCoefficient,
    make: makeDiceCoefficient,
    scores: [
      [{ tp: 6, fp: 2, fn: 4 }, 2 / 3], // 2 TP / (2 TP + FP + FN), Eq. 8
      [{ tp: 6, fp: 4, fn: 2 }, 2 / 3],
      [{ tp: 1, fp: 0, fn: 3 }, 0.4],
    ],
  });
});

it('diceCoefficient is named as logs and reports know it', () => {
  expect(diceCoefficient.name).toBe('diceCoefficient');
});
