import { describe, expect, it } from 'vitest';

import { bootstrapMean } from '../../src/metrics/bootstrapMean';
import { Random } from '../../src/utils/random';

const noise = (n: number, mean: number, seed: number) => {
  const random = new Random(seed);
  return Array.from({ length: n }, () => random.normal(mean, 1));
};

describe('bootstrapMean', () => {
  it('of equal values is that value', () => {
    expect(bootstrapMean([0.25, 0.25, 0.25])).toEqual([0.25, 0.25]);
  });

  it('is the same for the same seed, and another for another', () => {
    const values = noise(12, 0, 1);
    expect(bootstrapMean(values, { seed: 7 })).toEqual(bootstrapMean(values, { seed: 7 }));
    expect(bootstrapMean(values, { seed: 7 })).not.toEqual(bootstrapMean(values, { seed: 8 }));
  });

  it('of two values leaves out the quarters where one value was drawn twice, if asked for their half', () => {
    expect(bootstrapMean([0, 1], { confidence: 0.4 })).toEqual([0.5, 0.5]);
    expect(bootstrapMean([0, 1], { confidence: 0.6 })).toEqual([0, 1]);
  });

  it('of many normal numbers is the mean ± 1.96 standard errors', () => {
    const values = noise(400, 3, 2);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    const [low, high] = bootstrapMean(values);
    expect((mean - low) / (sd / 20)).toBeCloseTo(1.96, 1);
    expect((high - mean) / (sd / 20)).toBeCloseTo(1.96, 1);
  });

  it('holds the true mean about as often as it promises', () => {
    let hits = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const [low, high] = bootstrapMean(noise(40, 0, seed), { resamples: 400, confidence: 0.9, seed });
      if (low <= 0 && 0 <= high) hits++;
    }
    expect(hits / 300).toBeGreaterThan(0.83);
    expect(hits / 300).toBeLessThan(0.95);
  });

  it.each([
    [[], {}, 'bootstrapMean: `values` must be one number or more; received []'],
    [[1, Number.NaN], {}, 'bootstrapMean: `values` must be one number or more; received [1,null]'],
    [[1], { resamples: 0 }, 'bootstrapMean: `resamples` must be a positive integer; received 0'],
    [[1], { confidence: 1 }, 'bootstrapMean: `confidence` must be above 0 and below 1; received 1'],
    [[1], { seed: 0.5 }, 'bootstrapMean: `seed` must be an integer; received 0.5'],
  ])('of %j with %o is refused', (values, options, message) => {
    expect(() => bootstrapMean(values, options)).toThrow(new RangeError(message));
  });
});
