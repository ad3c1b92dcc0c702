import { expect, it } from 'vitest';

import { labelTable } from '../../../src/data/labels/labelTable';
import { tolerancesOf } from '../../../src/metrics/classes/tolerances';

const table = labelTable({ liver: 1, spleen: 2 });

it('are one for all labels, or each by name', () => {
  expect(tolerancesOf('f', 2, table)).toEqual([2, 2]);
  expect(tolerancesOf('f', { spleen: 1 }, table)).toEqual([null, 1]);
  expect(tolerancesOf('f', null, table)).toEqual([null, null]);
  expect(tolerancesOf('f', 0, null)).toEqual([0]);
});

it.each<[string, Parameters<typeof tolerancesOf>[1], boolean, string]>([
  ['below 0', -1, true, 'f: `tolerance` must be a number of at least 0; received -1'],
  ['of a label below 0', { liver: -1 }, true, 'f: `tolerance.liver` must be a number of at least 0; received -1'],
  [
    'of another label',
    { kidney: 1 },
    true,
    'f: `tolerance` must be for labels of the table: liver, spleen; received "kidney"',
  ],
  [
    'by name without a table',
    { liver: 1 },
    false,
    'f: `tolerance` must be a number, as names need `labels`; received {"liver":1}',
  ],
])('a tolerance %s is refused', (_, tolerance, hasTable, message) => {
  expect(() => tolerancesOf('f', tolerance, hasTable ? table : null)).toThrow(new RangeError(message));
});
