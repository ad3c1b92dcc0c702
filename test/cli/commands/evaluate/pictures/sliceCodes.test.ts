import { labelTable } from 'msa-unet';
import { expect, test } from 'vitest';

import { sliceCodes } from '../../../../../src/cli/commands/evaluate/pictures/sliceCodes';

const shape = [2, 1, 3] as const;

test('numbers become places in the table', () => {
  const labels = labelTable({ liver: 6, spleen: 300 });
  const data = Uint16Array.of(6, 6, 6, 0, 300, 6);
  expect([...sliceCodes({ data, shape }, labels, 1)]).toEqual([0, 2, 1]);
});

test('regions have their codes', () => {
  const codes = Uint8Array.of(0, 1, 3, 2, 3, 0);
  expect([
    ...sliceCodes({ data: new Uint8Array(6), codes, shape }, labelTable({ liver: [1, 2], tumour: 2 }), 0),
  ]).toEqual([0, 1, 3]);
});

test('without a table, whatever counts as inside is 1', () => {
  expect([...sliceCodes({ data: Uint8Array.of(0, 0, 0, 0, 1, 2), shape }, null, 1)]).toEqual([0, 1, 1]);
});
