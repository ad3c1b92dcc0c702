import { expect, it } from 'vitest';

import { claheGrid } from '../../src/kernels/claheGrid';
import { claheLevels } from '../../src/kernels/claheLevels';

const one = { clipLimit: 0, tileColumns: 1, tileRows: 1 };

it('with one tile and no limit, gives each level the share of pixels that are no brighter', () => {
  expect([...claheLevels(Uint8Array.of(9, 5, 5, 200), claheGrid(2, 2, one))]).toEqual([191, 128, 128, 255]);
});

it('rounds 127.5 to the even 128', () => {
  expect([...claheLevels(Uint8Array.of(1, 2), claheGrid(1, 2, one))]).toEqual([128, 255]);
});
