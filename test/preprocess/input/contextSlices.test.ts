import { expect, test } from 'vitest';

import { type Context, contextSlices, type SliceStack } from '../../../src/preprocess/input/contextSlices';

const even: SliceStack = { name: 'scan', depth: 6, sliceMm: 2 };
const take = (index: number, context: Context, stack = even) => contextSlices('test', index, stack, context);

test.each<[number, number, number[]]>([
  [2, 0, [2]],
  [2, 1, [1, 2, 3]],
  [2, 2, [0, 1, 2, 3, 4]],
  [0, 1, [0, 0, 1]],
  [5, 2, [3, 4, 5, 5, 5]],
])('of slice %i with context %i, takes %o', (index, context, expected) => {
  expect(take(index, { context, contextMm: null })).toEqual(expected);
});

test.each<[number, Context, number[]]>([
  [2, { context: 1, contextMm: 2 }, [1, 2, 3]],
  [2, { context: 1, contextMm: 4 }, [0, 2, 4]],
  [3, { context: 1, contextMm: 4.4 }, [1, 3, 5]],
  [2, { context: 1, contextMm: 3 }, [1, 2, 3]], // in the middle between two slices: the inner one
  [2, { context: 1, contextMm: 0.9 }, [2, 2, 2]],
  [2, { context: 1, contextMm: 1.1 }, [1, 2, 3]],
  [1, { context: 2, contextMm: 4 }, [0, 0, 1, 3, 5]],
])('slices of 2 mm: of slice %i with %o, takes %o', (index, context, expected) => {
  expect(take(index, context)).toEqual(expected);
});

test('across a gap, the slice nearest to each place is taken', () => {
  const gap: SliceStack = { ...even, depth: 5, slicePlaces: [0, 1, 2, 7, 8] }; // 0, 2, 4, 14 and 16 mm
  expect(take(2, { context: 1, contextMm: 2 }, gap)).toEqual([1, 2, 2]);
  expect(take(3, { context: 1, contextMm: 4 }, gap)).toEqual([3, 3, 4]);
  expect(take(3, { context: 1, contextMm: 6 }, gap)).toEqual([2, 3, 4]);
  expect(take(3, { context: 1, contextMm: null }, gap)).toEqual([2, 3, 4]);
});

test('a distance in mm needs the distance between slices', () => {
  const unknown = { ...even, sliceMm: null };
  expect(take(2, { context: 1, contextMm: null }, unknown)).toEqual([1, 2, 3]);
  expect(() => take(2, { context: 1, contextMm: 3 }, unknown)).toThrow(
    'test: `contextMm` must be null, as the distance between the slices of scan is unknown; received 3. Pass `contextMm: null`',
  );
});
