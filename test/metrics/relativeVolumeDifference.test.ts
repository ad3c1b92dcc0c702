import { expect, it } from 'vitest';

import { relativeVolumeDifference } from '../../src/metrics/relativeVolumeDifference';
import { boxMask, emptyMask, workedPairs } from '../support/boxMask';

it.each(Object.entries(workedPairs))('of %s is the one worked by hand', (_, { truth, prediction, volume }) => {
  expect(relativeVolumeDifference(truth, prediction)).toBe(volume);
});

it('is 0 of two empty masks, -100 of an empty prediction, NaN of an empty truth', () => {
  const none = emptyMask([4, 4], null);
  const some = boxMask([4, 4], null, [
    [0, 1],
    [2, 3],
  ]);
  expect(relativeVolumeDifference(none, none)).toBe(0);
  expect(relativeVolumeDifference(some, none)).toBe(-100);
  expect(relativeVolumeDifference(none, some)).toBeNaN();
});
