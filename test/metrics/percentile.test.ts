import { expect, it } from 'vitest';

import { percentile } from '../../src/metrics/percentile';

it('lies between two values in proportion', () => {
  expect([0, 0.25, 0.95, 1].map((share) => percentile(Float64Array.of(10, 20, 40), share))).toEqual([10, 15, 38, 40]);
});
