import { expect, it } from 'vitest';

import { summarize } from '../../src/metrics/scoreSummary';

it('is mean and population standard deviation of what is known', () => {
  expect(summarize([1, Number.NaN, 3])).toEqual({ mean: 2, sd: 1, n: 2, skipped: 1 });
});

it('is NaN where nothing is known', () => {
  expect(summarize([Number.NaN])).toEqual({ mean: Number.NaN, sd: Number.NaN, n: 0, skipped: 1 });
});
