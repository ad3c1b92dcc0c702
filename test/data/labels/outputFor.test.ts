import { expect, it } from 'vitest';

import { labelTable } from '../../../src/data/labels/labelTable';
import { outputFor } from '../../../src/data/labels/outputFor';

it('is a sigmoid for a single label and for each region, and a softmax for exclusive classes', () => {
  expect(outputFor(labelTable({ tumour: 2 }))).toEqual({ classes: 1, activation: 'sigmoid' });
  expect(outputFor(labelTable({ liver: [1, 2], tumour: 2 }))).toEqual({ classes: 2, activation: 'sigmoid' });
  expect(outputFor(labelTable({ liver: 1, spleen: 2 }))).toEqual({ classes: 3, activation: 'softmax' });
});

it('refuses labels that are no table', () => {
  expect(() => outputFor({ liver: 1 } as never)).toThrow(
    'outputFor: `labels` must be a table of labels; received {"liver":1}. ' +
      'Make one: `labelTable({ liver: 1, spleen: 2 })`',
  );
});
