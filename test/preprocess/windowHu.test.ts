import { describe, expect, test } from 'vitest';

import { windowHu } from '../../src/preprocess/windowHu';

const levels = (hu: number[], options = {}) => Array.from(windowHu(hu, options), (x) => Math.round(x * 255));

describe('windowHu', () => {
  test.each([
    [-1024, 0],
    [-200, 0],
    [-199, 1],
    [-185, 8], // 8.5
    [-155, 26], // 25.5
    [-125, 42], // 42.5
    [0, 113],
    [25, 128], // 127.5
    [100, 170],
    [249, 254],
    [250, 255],
    [1200, 255],
  ])('%i HU becomes grey level %i', (hu, level) => {
    expect(levels([hu])).toEqual([level]);
  });

  test('all 15 ties of the default window go to the even level', () => {
    const ties = Array.from({ length: 15 }, (_, n) => -185 + 30 * n);
    expect(levels(ties).every((level) => level % 2 === 0)).toBe(true);
  });

  test('values are the 8-bit level over 255 in float32', () => {
    expect(windowHu([0, 25])).toEqual(Float32Array.of(113 / 255, 128 / 255));
  });

  test('bounds can be chosen', () => {
    expect(levels([-1, 0, 50, 100, 101], { windowMin: 0, windowMax: 100 })).toEqual([0, 0, 128, 255, 255]);
  });

  test('typed arrays are read and left as they are', () => {
    const hu = Int16Array.of(-1024, 100);
    expect(windowHu(hu)).toEqual(Float32Array.of(0, 170 / 255));
    expect(hu).toEqual(Int16Array.of(-1024, 100));
  });

  test('a window without width is refused', () => {
    expect(() => windowHu([0], { windowMin: 250 })).toThrow(
      new RangeError('windowHu: `windowMin` must be below `windowMax` (250); received 250'),
    );
  });

  test('a bound that is no number is refused', () => {
    expect(() => windowHu([0], { windowMin: Number.NaN })).toThrow(
      new RangeError('windowHu: `windowMin` must be a finite number; received NaN'),
    );
    expect(() => windowHu([0], { windowMax: Infinity })).toThrow(
      new RangeError('windowHu: `windowMax` must be a finite number; received Infinity'),
    );
  });
});
