import { describe, expect, test } from 'vitest';

import { Plateau, type PlateauOptions } from '../../../src/training/schedule/plateau';

/** The learning rate after each epoch, from 1. */
function ratesAfter(losses: readonly number[], options: PlateauOptions): number[] {
  const plateau = new Plateau(options);
  let rate = 1;
  return losses.map((loss) => {
    rate = plateau.next(loss, rate);
    return rate;
  });
}

test('halves the learning rate after 8 epochs without a gain by default', () => {
  const still = Array.from({ length: 18 }, () => 1);
  expect(ratesAfter(still, {})).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25]);
});

test('a gain of no more than minDelta is none', () => {
  expect(ratesAfter([1, 0.75, 0.5], { patience: 1, minDelta: 0.25 })).toEqual([1, 0.5, 0.5]);
});

test('a gain starts the count anew', () => {
  expect(ratesAfter([2, 2, 1, 1, 1], { patience: 2 })).toEqual([1, 1, 1, 1, 0.5]);
});

test('never falls below minLearningRate', () => {
  expect(ratesAfter([1, 1, 1, 1], { patience: 1, minLearningRate: 0.3 })).toEqual([1, 0.5, 0.3, 0.3]);
});

test('a learning rate below minLearningRate stays', () => {
  expect(ratesAfter([1, 1], { patience: 1, minLearningRate: 2 })).toEqual([1, 1]);
});

test('epochs of the cooldown are not counted', () => {
  const still = [1, 1, 1, 1, 1, 1, 1, 1];
  expect(ratesAfter(still, { patience: 2, cooldown: 2 })).toEqual([1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25]);
});

test('a loss that is no number is no gain', () => {
  expect(ratesAfter([Number.NaN, Number.NaN, 1, 1], { patience: 2 })).toEqual([1, 0.5, 0.5, 0.5]);
});

describe('errors', () => {
  test.each([
    [{ factor: 1 }, '`factor` must be above 0 and below 1; received 1'],
    [{ factor: 0 }, '`factor` must be above 0 and below 1; received 0'],
    [{ patience: 0 }, '`patience` must be a positive integer; received 0'],
    [{ minDelta: -1 }, '`minDelta` must be a number of at least 0; received -1'],
    [{ minLearningRate: Number.NaN }, '`minLearningRate` must be a number of at least 0; received NaN'],
    [{ cooldown: 0.5 }, '`cooldown` must be an integer of at least 0; received 0.5'],
  ])('%j', (options, message) => {
    expect(() => new Plateau(options)).toThrow(new RangeError(`plateau: ${message}`));
  });
});
