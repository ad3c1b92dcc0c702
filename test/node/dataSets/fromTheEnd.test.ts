import { expect, test } from 'vitest';

import { fromTheEnd } from '../../../src/node/dataSets/fromTheEnd';

test('the gaps between slices stay where they are', () => {
  expect(fromTheEnd([0, 1, 3, 7])).toEqual([0, 4, 6, 7]);
  expect(fromTheEnd([5])).toEqual([0]);
});
