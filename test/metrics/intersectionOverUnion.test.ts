import { expect, it } from 'vitest';

import { intersectionOverUnion, makeIntersectionOverUnion } from '../../src/metrics/intersectionOverUnion';
import { forEachBackend } from '../support/backends';
import { metricContract } from '../support/metricContract';

forEachBackend(() => {
  metricContract({
    metric: intersectionOverUnion,
    make: makeIntersectionOverUnion,
    scores: [
      [{ tp: 6, fp: 2, fn: 4 }, 0.5], // TP / (TP + FP + FN), Eq. 9
      [{ tp: 6, fp: 4, fn: 2 }, 0.5],
      [{ tp: 1, fp: 0, fn: 3 }, 0.25],
    ],
  });
});

it('intersectionOverUnion is named as logs and reports know it', () => {
  expect(intersectionOverUnion.name).toBe('intersectionOverUnion');
});
