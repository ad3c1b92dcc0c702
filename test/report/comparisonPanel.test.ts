import { decode } from 'fast-png';
import { expect, test } from 'vitest';

import { comparisonPanel } from '../../src/report/comparisonPanel';

const side = 32;
const square = (from: number, to: number) =>
  Uint8Array.from({ length: side * side }, (_, i) =>
    [i % side, Math.floor(i / side)].every((n) => n >= from && n <= to) ? 1 : 0,
  );
const sample = {
  patient: 'p',
  name: 'p/1',
  height: side,
  width: side,
  image: new Float32Array(side * side).fill(0.2),
  mask: square(4, 20),
};

test('a row is the slice, its truth, then each network with truth and prediction', () => {
  const row = { sample, predictions: [square(4, 20), square(4, 10)] };
  const png = decode(comparisonPanel([row, row], { labels: ['A', 'B'], side }));
  expect(png.width).toBe(8 + 4 * (side + 8)); // a gap of 8 round each
  const at = (column: number, x: number, y: number) => {
    const left = 8 + column * (side + 8) + x;
    return [...png.data.slice(3 * ((8 + y) * png.width + left), 3 * ((8 + y) * png.width + left) + 3)];
  };
  const [green, red, yellow, grey] = [
    [64, 220, 90],
    [255, 70, 60],
    [255, 225, 70],
    [51, 51, 51],
  ];
  expect([0, 1, 2, 3].map((column) => at(column, 4, 8))).toEqual([grey, green, yellow, yellow]);
  expect([0, 1, 2, 3].map((column) => at(column, 10, 8))).toEqual([grey, grey, grey, red]);
});

test('a network without its prediction is refused', () => {
  expect(() => comparisonPanel([{ sample, predictions: [square(1, 2)] }], { labels: ['A', 'B'] })).toThrow(
    new RangeError('comparisonPanel: `predictions` must be one for each of 2 labels; received 1'),
  );
});
