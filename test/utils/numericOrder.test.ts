import { expect, it } from 'vitest';

import { numericOrder } from '../../src/utils/numericOrder';

it('numbers in names count', () => {
  expect(['image_10', 'image_9', 'image_100', 'image_1'].sort(numericOrder)).toEqual([
    'image_1',
    'image_9',
    'image_10',
    'image_100',
  ]);
});
