import { expect, it } from 'vitest';

import { makePrecision, precision } from '../../src/metrics/precision';
import { forEachBackend } from '../support/backends';
import { metricContract } from '../support/metricContract';

forEachBackend(() => {
  metricContract({
    metric: precision,
    make: makePrecision,
    scores: [
      [{ tp: 6, fp: 2, fn: 4 }, 0.75], // TP / (TP + FP), Eq. 10
      [{ tp: 6, fp: 4, fn: 2 }, 0.6],
      [{ tp: 1, fp: 0, fn: 3 }, 1],
    ],
  });
});

it('precision is named as logs and reports know it', () => {
  expect(precision.name).toBe('precision');
});
