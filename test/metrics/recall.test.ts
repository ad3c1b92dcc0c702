import { expect, it } from 'vitest';

import { makeRecall, recall } from '../../src/metrics/recall';
import { forEachBackend } from '../support/backends';
import { metricContract } from '../support/metricContract';

forEachBackend(() => {
  metricContract({
    metric: recall,
    make: makeRecall,
    scores: [
      [{ tp: 6, fp: 2, fn: 4 }, 0.6], // TP / (TP + FN), Eq. 11
      [{ tp: 6, fp: 4, fn: 2 }, 0.75],
      [{ tp: 1, fp: 0, fn: 3 }, 0.25],
    ],
  });
});

it('recall is named as logs and reports know it', () => {
  expect(recall.name).toBe('recall');
});
