import type { Picture } from 'msa-unet';
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

it.each<[string, unknown, string]>([
  [
    'RGBA',
    { height: 2, width: 2, data: new Uint8Array(16) },
    '`picture.data` must be 3 · height · width = 12 long; received 16. Leave alpha out',
  ],
  [
    'grey levels',
    { height: 2, width: 2, data: new Uint8Array(4) },
    '`picture.data` must be 3 · height · width = 12 long; received 4. Give each pixel red, green and blue',
  ],
  [
    'no height',
    { height: 0, width: 2, data: new Uint8Array(0) },
    '`picture.height` must be a positive integer; received 0',
  ],
  [
    'nothing',
    null,
    '`picture` must be a Picture of height, width and data; received null. Draw a slice: ' +
      '`drawSlice(volume, 40, { prediction: mask })`',
  ],
  [
    'bare pixels',
    new Uint8Array(12),
    '`picture` must be a Picture of height, width and data; received "Uint8Array". Draw a slice: ' +
      '`drawSlice(volume, 40, { prediction: mask })`',
  ],
])('refuses %s', (_, wrong, message) => {
  expect(() => toImageData(wrong as Picture)).toThrow(new RangeError(`toImageData: ${message}`));
});
