import { decode } from 'fast-png';
import { expect, test } from 'vitest';

import { overlayPng } from '../../examples/quickstart/overlay';

const side = 96;
const [green, red, yellow] = [
  [64, 220, 90],
  [255, 70, 60],
  [255, 225, 70],
];

/** 1 in rows and columns `from` to `to`, the ends included. */
function square(from: number, to: number): Uint8Array {
  const within = (n: number) => n >= from && n <= to;
  return Uint8Array.from({ length: side * side }, (_, i) => (within(Math.floor(i / side)) && within(i % side) ? 1 : 0));
}

function overlay(mask: Uint8Array, predicted: Uint8Array) {
  const image = new Float32Array(side * side).fill(0.2);
  const sample = { patient: 'p', name: 's', height: side, width: side, image, mask };
  const png = decode(overlayPng({ sample, predicted }));
  const at = (x: number, y: number) => [...png.data.slice(3 * (y * png.width + x), 3 * (y * png.width + x) + 3)];
  return { ...png, at };
}

test('is four times as large, with a legend below', () => {
  const { width, height, at } = overlay(square(20, 40), square(20, 40));
  expect([width, height]).toEqual([384, 412]);
  expect(at(10, 395)).toEqual(green);
});

test('the truth has a green outline just inside its edge', () => {
  const { at } = overlay(square(20, 40), new Uint8Array(side * side));
  expect(at(80, 120)).toEqual(green);
  expect(at(81, 120)).toEqual(green);
  expect(at(82, 120)).toEqual([51, 51, 51]); // inside: the image
  expect(at(79, 120)).toEqual([51, 51, 51]); // outside
  expect(at(163, 120)).toEqual(green);
  expect(at(164, 120)).toEqual([51, 51, 51]);
  expect(at(120, 80)).toEqual(green);
  expect(at(120, 163)).toEqual(green);
});

test('the prediction has a red outline', () => {
  const { at } = overlay(new Uint8Array(side * side), square(20, 40));
  expect(at(80, 120)).toEqual(red);
});

test('where both run along the same pixels the outline is yellow', () => {
  const { at } = overlay(square(20, 40), square(20, 60));
  expect(at(80, 120)).toEqual(yellow);
  expect(at(163, 120)).toEqual(green);
  expect(at(243, 120)).toEqual(red);
});

test('a mask that reaches the border of the image is closed there', () => {
  const { at } = overlay(square(0, 40), new Uint8Array(side * side));
  expect(at(0, 50)).toEqual(green);
});
