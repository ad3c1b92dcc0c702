import { expect, test } from 'vitest';

import { sizeAtSpacing } from '../../../src/preprocess/input/sizeAtSpacing';

const grid = { name: 'scan', height: 512, width: 400, pixelMm: [0.75, 0.6] } as const;

test('a slice keeps its size in mm', () => {
  expect(sizeAtSpacing('test', grid, [1.5, 1.5])).toEqual([256, 160]);
  expect(sizeAtSpacing('test', grid, [0.75, 0.6])).toEqual([512, 400]);
  expect(sizeAtSpacing('test', { ...grid, height: 1 }, [10, 1])).toEqual([1, 240]);
});

test('the size of its pixels must be known', () => {
  expect(() => sizeAtSpacing('test', { ...grid, pixelMm: null }, [1.5, 1.5])).toThrow(
    'test: `spacing` must be null, as the size of the pixels of scan is unknown; received [1.5,1.5]. Pass `spacing: null`',
  );
});
