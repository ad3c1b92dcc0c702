import { expect, it } from 'vitest';

import { resolveClahe } from '../../src/ops/claheOptions';

it("fills in the paper's settings", () => {
  expect(resolveClahe('test', { tileRows: 4 })).toEqual({ clipLimit: 2, tileColumns: 8, tileRows: 4 });
});

it.each([
  [{ clipLimit: Number.NaN }, 'test: `clipLimit` must be a finite number; received NaN'],
  [{ tileColumns: 0 }, 'test: `tileColumns` must be a positive integer; received 0'],
  [{ tileRows: 2.5 }, 'test: `tileRows` must be a positive integer; received 2.5'],
])('refuses %o', (options, message) => {
  expect(() => resolveClahe('test', options)).toThrow(message);
});
