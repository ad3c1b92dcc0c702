import { describe, expect, it } from 'vitest';

import { median, ratioOf, type Timing, timingOf, unsteadiness } from '../../bench/statistics';

const timing = (median: number, min: number | null, rounds = 9): Timing => ({
  ...{ median, min, max: null, processor: null, rounds },
});
const names = ['wasm', 'PyTorch'] as const;

describe('median', () => {
  it('is the middle value, in whatever order they come', () => {
    const values = [9, 1, 5];
    expect(median(values)).toBe(5);
    expect(values).toEqual([9, 1, 5]);
  });

  it('of an even number of values is the mean of the middle two', () => {
    expect(median([4, 1, 10, 2])).toBe(3);
  });
});

describe('timingOf', () => {
  it('keeps median, minimum, maximum and the median of the processor time', () => {
    const times = [
      { wall: 30, processor: 20 },
      { wall: 10, processor: 60 },
      { wall: 20, processor: 40 },
    ];
    expect(timingOf(times)).toEqual({ median: 20, min: 10, max: 30, processor: 40, rounds: 3 });
  });

  it('has no processor time if one is unknown', () => {
    expect(
      timingOf([
        { wall: 1, processor: 1 },
        { wall: 1, processor: null },
      ]).processor,
    ).toBe(null);
  });
});

describe('ratioOf', () => {
  it('divides medians', () => {
    expect(ratioOf(timing(30, 29), timing(20, 19), names)).toEqual({ value: 1.5 });
  });

  it('refuses a peer that a neighbour slowed from 43 to 2245 ms', () => {
    expect(ratioOf(timing(80, 78), timing(2245, 43), names)).toEqual({
      unsteady: ['PyTorch: minimum 43.00, median 2245 ms'],
    });
  });

  it('refuses an unsteady time of our own', () => {
    expect(ratioOf(timing(80, 59), timing(43, 42), names)).toEqual({
      unsteady: ['wasm: minimum 59.00, median 80.00 ms'],
    });
  });

  it('names both if both are unsteady', () => {
    expect(ratioOf(timing(80, 10), timing(43, 10), names)).toEqual({
      unsteady: ['wasm: minimum 10.00, median 80.00 ms', 'PyTorch: minimum 10.00, median 43.00 ms'],
    });
  });

  it('accepts a median that is a third above the minimum, and nothing beyond', () => {
    expect(unsteadiness(timing(40, 30))).toBe(null);
    expect(unsteadiness(timing(40.01, 30))).toMatch(/^minimum 30.00, median 40.01 ms$/);
  });

  it('refuses times of too few rounds, whose minimum is the median', () => {
    expect(unsteadiness(timing(40, 40, 2))).toBe('only 2 of at least 3 rounds');
  });

  it('refuses times without a minimum, and a minimum that is not positive', () => {
    expect(unsteadiness(timing(40, null))).toBe('no minimum recorded');
    expect(unsteadiness(timing(0, 0))).toBe('a minimum of 0 ms');
    expect(unsteadiness(timing(Number.NaN, Number.NaN))).toBe('a minimum of NaN ms');
  });
});
