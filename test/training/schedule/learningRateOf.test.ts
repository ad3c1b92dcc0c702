import { describe, expect, test } from 'vitest';

import { learningRateOf } from '../../../src/training/schedule/learningRateOf';

const rates = (schedule: Parameters<typeof learningRateOf>[0]) =>
  Array.from({ length: schedule.steps }, (_, step) => learningRateOf(schedule, step));

describe('the learning rate of every step', () => {
  test('without a schedule is that of the optimizer', () => {
    expect(rates({ learningRate: 0.5, decay: 'none', warmup: 0, steps: 3 })).toEqual([null, null, null]);
  });

  test('falls along half a cosine', () => {
    const expected = [4, 2 + Math.SQRT2, 2, 2 - Math.SQRT2];
    rates({ learningRate: 4, decay: 'cosine', warmup: 0, steps: 4 }).forEach((rate, i) => {
      expect(rate).toBeCloseTo(expected[i]!, 12);
    });
  });

  test('falls along a polynomial of the power 0.9', () => {
    const expected = [1, 0.75 ** 0.9, 0.5 ** 0.9, 0.25 ** 0.9].map((share) => 0.01 * share);
    expect(rates({ learningRate: 0.01, decay: 'poly', warmup: 0, steps: 4 })).toEqual(expected);
  });

  test('rises linearly in the warm-up, and the decay covers the rest', () => {
    expect(rates({ learningRate: 3, decay: 'none', warmup: 3, steps: 5 })).toEqual([1, 2, 3, null, null]);
    expect(rates({ learningRate: 4, decay: 'poly', warmup: 2, steps: 4 })).toEqual([2, 4, 4, 4 * 0.5 ** 0.9]);
  });
});
