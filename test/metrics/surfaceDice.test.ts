import { describe, expect, it } from 'vitest';

import { surfaceDice } from '../../src/metrics/surfaceDice';
import { Random } from '../../src/utils/random';
import { boxMask, emptyMask, workedPairs } from '../support/boxMask';
import { nearestWays, surfacePoints } from '../support/surfacePoints';

describe('surfaceDice', () => {
  it('of a square and one shifted by two pixels is worked by hand', () => {
    const { truth, prediction } = workedPairs['two squares, shifted']; // of 10 × 10 pixels of 0.5 mm: 36 on the surface
    expect(surfaceDice(truth, prediction, { tolerance: 1 })).toBe(1);
    // 16 of either are on both surfaces, and 4 are a pixel away: the next of the rows, and below them where the other ends
    expect(surfaceDice(truth, prediction, { tolerance: 0.9 })).toBeCloseTo((2 * 20) / 72, 12);
    expect(surfaceDice(truth, prediction, { tolerance: 0 })).toBeCloseTo((2 * 16) / 72, 12);
    expect(surfaceDice(truth, truth, { tolerance: 0 })).toBe(1);
  });

  it('of random masks follows from the distances of all pairs of points', () => {
    const random = new Random(3);
    for (let i = 0; i < 30; i++) {
      const [shape, spacing] = [[3, 5, 6], [2.5, 0.7, 0.7] as const];
      const some = () => ({
        data: Uint8Array.from({ length: 90 }, () => Number(random.uniform() < 0.4)),
        shape,
        spacing,
      });
      const [truth, prediction] = [some(), some()];
      const openEnds = i % 2 === 0;
      const [a, b] = [surfacePoints(truth, openEnds), surfacePoints(prediction, openEnds)];
      const all = [...nearestWays(a, b), ...nearestWays(b, a)];
      for (const tolerance of [0, 0.7, 1.4, 2.5]) {
        const near = all.filter((distance) => distance <= tolerance + 1e-9).length;
        expect(surfaceDice(truth, prediction, { tolerance, openEnds })).toBeCloseTo(near / all.length, 12);
      }
    }
  });

  it('is 1 without any surface, and 0 with one alone', () => {
    const [empty, full] = [
      emptyMask([2, 3, 3], [1, 1, 1]),
      boxMask(
        [2, 3, 3],
        [1, 1, 1],
        [
          [0, 1],
          [0, 2],
          [0, 2],
        ],
      ),
    ];
    expect(surfaceDice(empty, empty, { tolerance: 1 })).toBe(1);
    expect(surfaceDice(empty, full, { tolerance: 9 })).toBe(0);
    expect(surfaceDice(full, full, { tolerance: 0, openEnds: true })).toBe(1);
    expect(surfaceDice(full, empty, { tolerance: 9, openEnds: true })).toBe(0);
  });

  it('needs a tolerance and a spacing', () => {
    const mask = boxMask([2, 2], null, []);
    expect(() => surfaceDice(mask, mask, {} as never)).toThrow(
      new RangeError('surfaceDice: `tolerance` must be a number of at least 0; received undefined'),
    );
    expect(() => surfaceDice(mask, mask, { tolerance: 1 })).toThrow('surfaceDice: `truth.spacing` must be known');
  });
});
