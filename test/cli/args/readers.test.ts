import { expect, test } from 'vitest';

import { huRange, pixelSize } from '../../../src/cli/args/readers';

test('the size of a pixel is one side or two, in mm', () => {
  expect(pixelSize('1.5', '--spacing')).toEqual([1.5, 1.5]);
  expect(pixelSize('1.5,0.8', '--spacing')).toEqual([1.5, 0.8]);
  for (const wrong of ['', '0', '1,2,3', '-1', 'x', '1,', '1e999'])
    expect(() => pixelSize(wrong, '--spacing')).toThrow(
      `--spacing must be mm as 1.5, or height,width as 1.5,1.2; received "${wrong}"`,
    );
});

test('a CT window is from low to high', () => {
  expect(huRange('-200,250', '--windows')).toEqual([-200, 250]);
  for (const wrong of ['', '0', '250,-200', '0,', '0,1,2', 'a,b'])
    expect(() => huRange(wrong, '--windows')).toThrow(
      `--windows must be low,high in HU as -200,250; received "${wrong}"`,
    );
});
