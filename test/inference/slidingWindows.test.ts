import { describe, expect, it } from 'vitest';

import { slidingWindows } from '../../src/inference/slidingWindows';

const at = ({ weights, sides: [, width] }: ReturnType<typeof slidingWindows>, y: number, x: number) =>
  weights[y * width + x]!;

describe('slidingWindows', () => {
  it('lie evenly from end to end, as few as overlap enough', () => {
    const { sides, starts } = slidingWindows([8, 13], [8, 8], 0.5);
    expect(sides).toEqual([8, 8]);
    expect(starts).toEqual([
      [0, 0],
      [0, 3],
      [0, 5],
    ]);
  });

  it('end with an image that is smaller', () => {
    expect(slidingWindows([5, 7], [8, 8], 0.5)).toMatchObject({ sides: [5, 7], starts: [[0, 0]] });
  });

  it.each([1, 2, 5, 64, 255])('of side %i weigh 1 in the middle', (side) => {
    const middle = Math.floor(side / 2);
    expect(at(slidingWindows([side, side], [side, side], 0), middle, middle)).toBe(1);
  });

  it.each([2, 8, 64, 256])('of side %i weigh at least 1e-3 in the corners, which half precision holds', (side) => {
    const windows = slidingWindows([side, side], [side, side], 0);
    expect(Math.min(...windows.weights)).toBeCloseTo(side === 2 ? 1 : 1e-3, 8);
    expect(Math.min(...windows.weights)).toBeGreaterThan(6.2e-5); // the smallest normal number of half precision
  });

  it('weigh as the gaussian says where it is above the floor', () => {
    const windows = slidingWindows([65, 65], [65, 65], 0);
    const gaussian = (i: number) => Math.exp(-((i - 32) ** 2) / (2 * (65 / 8) ** 2));
    for (const [y, x] of [
      [32, 0],
      [20, 25],
      [40, 30],
    ] as const)
      expect(at(windows, y, x)).toBeCloseTo(Math.max(1e-3, gaussian(y) * gaussian(x)), 6);
  });

  it('have totals that are the sum of all weights at a pixel', () => {
    const windows = slidingWindows([12, 12], [8, 8], 0.5);
    expect(windows.starts).toHaveLength(4);
    expect(windows.totals[4 * 12 + 4]).toBeCloseTo(at(windows, 4, 4) + 2 * at(windows, 0, 4) + at(windows, 0, 0), 6);
    expect(windows.totals[0]).toBeCloseTo(1e-3, 8);
  });
});
