import { expect, test } from 'vitest';

import type { CtScan } from '../../../src/data/dataSet';
import { labelTable } from '../../../src/data/labels/labelTable';
import { hasLabel } from '../../../src/data/split/hasLabel';

const regions = labelTable({ liver: [1, 2], tumour: 2 });
const classes = labelTable({ liver: 1, tumour: 2 });

/** A scan of one pixel per slice, which tells the slices that were read. */
function scanOf(codes: readonly number[], more: Partial<CtScan>): CtScan & { readonly read: number[] } {
  const read: number[] = [];
  return {
    ...{ patient: 'p', name: 'p', depth: codes.length, fingerprint: '', spacing: null, read },
    readSlice: async (index) => {
      read.push(index);
      const mask = Uint8Array.of(codes[index]!);
      return { patient: 'p', name: `p/${index}`, height: 1, width: 1, unit: 'hu', values: new Int16Array(1), mask };
    },
    ...more,
  };
}

test.each([
  ['a class', classes, [0, 1, 2, 0, 2], true, 3],
  ['a region in another one', regions, [1, 3, 1], true, 2],
  ['a class that is absent', classes, [0, 1, 1], false, 3],
  ['a region that is absent', regions, [1, 1], false, 2],
  ['a class where pixels are undrawn', classes, [255, 0], false, 2],
  ['a region where pixels are undrawn', regions, [255, 0], false, 2],
] as const)('%s is sought up to the first slice that has it', async (_, labels, codes, has, count) => {
  const scan = scanOf(codes, { labels });
  expect(await hasLabel(scan, 'tumour')).toBe(has);
  expect(scan.read).toEqual(Array.from({ length: count }, (__, i) => i));
});

test.each([
  ['that nobody has drawn', { labels: classes, undrawn: ['tumour'] }],
  ['that the table lacks', { labels: labelTable({ liver: 1 }) }],
  ['of a scan without a table', {}],
])('a label %s is not sought', async (_, more) => {
  const scan = scanOf([2, 2], more);
  expect(await hasLabel(scan, 'tumour')).toBe(false);
  expect(scan.read).toEqual([]);
});
