import { expect, it } from 'vitest';

import { LowerEnvelope } from '../../../src/metrics/surface/lowerEnvelope';
import { Random } from '../../../src/utils/random';

function lowered(heights: readonly number[], step: number): number[] {
  const line = new LowerEnvelope(heights.length, step);
  line.heights.set(heights);
  line.lower();
  return [...line.lowest];
}

it('above one point is its parabola', () => {
  expect(lowered([Infinity, Infinity, 1, Infinity], 2)).toEqual([17, 5, 1, 5]);
});

it('above nothing is infinitely high', () => {
  expect(lowered([Infinity, Infinity], 1)).toEqual([Infinity, Infinity]);
});

it('is the lowest of all parabolas at every sample', () => {
  const random = new Random(5);
  for (let round = 0; round < 50; round++) {
    const heights = Array.from({ length: 1 + random.integer(30) }, () =>
      random.uniform() < 0.4 ? Infinity : random.uniform(0, 60),
    );
    const step = random.uniform(0.3, 3);
    const expected = heights.map((_, x) => Math.min(...heights.map((height, q) => height + ((x - q) * step) ** 2)));
    lowered(heights, step).forEach((height, x) => {
      expect(height).toBeCloseTo(expected[x]!, 10);
    });
  }
});
