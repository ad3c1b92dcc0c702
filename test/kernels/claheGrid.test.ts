import { expect, it } from 'vitest';

import { claheGrid } from '../../src/kernels/claheGrid';

const defaults = { clipLimit: 2, tileColumns: 8, tileRows: 8 };

it('lays 64×64 tiles with a limit of 32 pixels at 512×512', () => {
  const { rows, columns, limit } = claheGrid(512, 512, defaults);
  expect([rows.tileLength, columns.tileLength, limit]).toEqual([64, 64, 32]);
});

it('adds a full row of pixels to the tiles of a side that can be divided if the other cannot', () => {
  const { rows, columns } = claheGrid(64, 50, defaults);
  expect([rows.tileLength, columns.tileLength]).toEqual([9, 7]);
});

it('divides the width by the columns and the height by the rows', () => {
  const { rows, columns } = claheGrid(64, 60, { clipLimit: 2, tileColumns: 6, tileRows: 4 });
  expect([rows.tiles, rows.tileLength, columns.tiles, columns.tileLength]).toEqual([4, 16, 6, 10]);
});

it('mirrors at the last pixel without repeating it', () => {
  expect([...claheGrid(10, 5, { clipLimit: 2, tileRows: 1, tileColumns: 4 }).columns.source]).toEqual([
    0, 1, 2, 3, 4, 3, 2, 1,
  ]);
});

it('has no limit for a clip limit of 0', () => {
  expect(claheGrid(8, 8, { ...defaults, clipLimit: 0 }).limit).toBe(Number.POSITIVE_INFINITY);
});
