import { expect, test } from 'vitest';

import { Patience, type PatienceOptions } from '../../../src/training/schedule/patience';

/** The epoch after which it is over, from 1; 0: none. */
function endOf(losses: readonly number[], options: PatienceOptions): number {
  const patience = new Patience(options);
  return losses.findIndex((loss) => patience.endsAfter(loss)) + 1;
}

test('ends after 20 epochs without a gain by default', () => {
  const still = Array.from({ length: 30 }, () => 1);
  expect(endOf(still, {})).toBe(21);
});

test('any gain starts the count anew by default', () => {
  expect(endOf([3, 3, 2.999, 2.999, 2.999, 2.999], { patience: 3 })).toBe(6);
});

test('a gain of no more than minDelta is none', () => {
  expect(endOf([1, 0.75, 0.5], { patience: 1, minDelta: 0.25 })).toBe(2);
});

test('goes on while the loss falls', () => {
  expect(endOf([4, 3, 2, 1], { patience: 1 })).toBe(0);
});

test('a loss that is no number is no gain', () => {
  expect(endOf([1, Number.NaN, Number.NaN], { patience: 2 })).toBe(3);
});

test.each([
  [{ patience: 0 }, '`patience` must be a positive integer; received 0'],
  [{ minDelta: -1 }, '`minDelta` must be a number of at least 0; received -1'],
])('refuses %j', (options, message) => {
  expect(() => new Patience(options)).toThrow(new RangeError(`earlyStopping: ${message}`));
});
