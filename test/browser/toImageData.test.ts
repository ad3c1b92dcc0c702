import { toImageData } from 'msa-unet/browser';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { StandInImageData } from './standInImageData';

beforeAll(() => vi.stubGlobal('ImageData', StandInImageData));
afterAll(() => vi.unstubAllGlobals());

it('keeps the colours and makes every pixel opaque', () => {
  const picture = { height: 2, width: 1, data: Uint8Array.of(1, 2, 3, 250, 251, 252) };
  const { data, width, height } = toImageData(picture);
  expect([...data]).toEqual([1, 2, 3, 255, 250, 251, 252, 255]);
  expect([width, height]).toEqual([1, 2]);
});

it('refuses pixels that do not fit the size', () => {
  expect(() => toImageData({ height: 2, width: 2, data: new Uint8Array(16) })).toThrow(
    'toImageData: `data` must be 3 · height · width = 12 long; received 16',
  );
});
