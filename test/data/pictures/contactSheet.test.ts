import { decode } from 'fast-png';
import { expect, it } from 'vitest';

import { type ContactSheetOptions, contactSheet } from '../../../src/data/pictures/contactSheet';
import type { Picture } from '../../../src/data/pictures/picture';

const background = [24, 24, 24];
const plain = (level: number, height = 4, width = 6): Picture => ({
  height,
  width,
  data: new Uint8Array(3 * height * width).fill(level),
});

function sheetOf(pictures: Picture[], options?: ContactSheetOptions) {
  const png = decode(contactSheet(pictures, options));
  const at = (x: number, y: number) => [...png.data.slice(3 * (y * png.width + x), 3 * (y * png.width + x) + 3)];
  return { size: [png.height, png.width], at, channels: png.channels, depth: png.depth };
}

it('is an 8-bit RGB file with the pictures in rows, 8 pixels apart', () => {
  const { size, at, channels, depth } = sheetOf([plain(1), plain(2), plain(3)], { columns: 2 });
  expect([channels, depth]).toEqual([3, 8]);
  expect(size).toEqual([3 * 8 + 2 * 4, 3 * 8 + 2 * 6]);
  expect([at(8, 8), at(22, 8), at(8, 20), at(22, 20)]).toEqual([[1, 1, 1], [2, 2, 2], [3, 3, 3], background]);
  expect([at(7, 8), at(14, 8), at(8, 12)]).toEqual([background, background, background]);
});

it('is about square if no columns are given', () => {
  const nine = Array.from({ length: 9 }, () => plain(0, 10, 10));
  expect(sheetOf(nine).size).toEqual([62, 62]);
  expect(sheetOf(nine.slice(0, 7)).size).toEqual([62, 62]);
  expect(sheetOf(nine.slice(0, 2)).size).toEqual([26, 44]);
});

it('is no wider than its pictures if there are fewer than columns', () => {
  expect(sheetOf([plain(0)], { columns: 5 }).size).toEqual([20, 22]);
});

it('leaves room for the largest picture', () => {
  const { size, at } = sheetOf([plain(1, 2, 9), plain(2, 7, 3)]);
  expect(size).toEqual([16 + 7, 24 + 18]);
  expect([at(8, 8), at(8, 10), at(25, 14)]).toEqual([[1, 1, 1], background, [2, 2, 2]]);
});

it('writes captions below, 18 pixels a line, broken at spaces', () => {
  const tile = plain(0, 64, 256);
  const { size, at } = sheetOf([tile, tile], { captions: ['patient 17  slice 96  31.2 cm2', 'I'], columns: 1 });
  expect(size).toEqual([3 * 8 + 2 * (64 + 2 * 18), 256 + 16]);
  const hasInk = (top: number) =>
    Array.from({ length: 256 * 16 }, (_, i) => at(8 + (i % 256), top + (i >> 8))).some(([red]) => red === 190);
  const [first, second] = [8 + 64 + 4, 8 + 64 + 2 * 18 + 8 + 64 + 4];
  expect([hasInk(first), hasInk(first + 18)]).toEqual([true, true]);
  expect([hasInk(second), hasInk(second + 18)]).toEqual([true, false]);
  expect([8, 10, 12, 14, 16].map((x) => at(x, second)[0])).toEqual([24, 190, 190, 190, 24]); // the upper bar of the I
});

it.each<[Picture[], ContactSheetOptions, string]>([
  [[], {}, 'contactSheet: `pictures` must be one picture or more; received []'],
  [[plain(0)], { columns: 0 }, 'contactSheet: `columns` must be a positive integer; received 0'],
  [[plain(0)], { captions: [] }, 'contactSheet: `captions` must be one for each of 1 pictures; received 0'],
])('refuses %o, %o', (pictures, options, message) => {
  expect(() => contactSheet(pictures, options)).toThrow(new RangeError(message));
});
