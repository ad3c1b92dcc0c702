import { describe, expect, it } from 'vitest';

import { labelTable } from '../../../src/data/labels/labelTable';
import { drawOverlay, type OverlayOptions } from '../../../src/data/pictures/drawOverlay';

const [green, red, yellow] = [
  [64, 220, 90],
  [255, 70, 60],
  [255, 225, 70],
];
const dark = [51, 51, 51]; // 0.2

/** 1 in rows and columns `from` to `to`, the ends included. */
function square(side: number, from: number, to: number): Uint8Array {
  const within = (n: number) => n >= from && n <= to;
  return Uint8Array.from({ length: side * side }, (_, i) => (within(Math.floor(i / side)) && within(i % side) ? 1 : 0));
}

function draw(side: number, options: Partial<OverlayOptions>) {
  const image = new Float32Array(side * side).fill(0.2);
  const picture = drawOverlay({ height: side, width: side, image, ...options });
  const at = (x: number, y: number) => [
    ...picture.data.subarray(3 * (y * picture.width + x), 3 * (y * picture.width + x) + 3),
  ];
  return { ...picture, height: picture.height, width: picture.width, at };
}

it('of several channels draws the middle one', () => {
  const image = Float32Array.of(0, 0.2, 1, 0, 0.4, 1);
  const { data } = drawOverlay({ height: 1, width: 2, image });
  expect([...data].filter((_, i) => i % 3 === 0)).toEqual([51, 102]);
});

it('without masks is the image in 8-bit grey, NaN black', () => {
  const { data } = drawOverlay({ height: 1, width: 4, image: Float32Array.of(0, 0.5, 1, Number.NaN) });
  expect([...data]).toEqual([0, 0, 0, 128, 128, 128, 255, 255, 255, 0, 0, 0]);
});

it('the outlines are green for the truth, red for the prediction and yellow for both, one pixel wide inside the masks', () => {
  const { at } = draw(9, { truth: square(9, 1, 5), prediction: square(9, 1, 7) });
  const row = Array.from({ length: 9 }, (_, x) => at(x, 4));
  expect(row).toEqual([dark, yellow, dark, dark, dark, green, dark, red, dark]);
});

it('any label but 0 is inside', () => {
  const { at } = draw(3, { truth: Int16Array.of(0, 0, 0, 0, -3, 0, 0, 0, 0) });
  expect([at(1, 1), at(0, 1)]).toEqual([green, dark]);
});

it('a mask that reaches the border is closed there', () => {
  expect(draw(3, { truth: square(3, 0, 2) }).at(0, 1)).toEqual(green);
});

it('half as large, averages 2×2 pixels and keeps outlines one pixel wide', () => {
  const image = Float32Array.from({ length: 512 * 512 }, (_, i) => (i % 2 === 0 ? 0 : 0.4));
  const { height, width, at } = draw(512, { image, truth: square(512, 100, 299), side: 256 });
  expect([height, width]).toEqual([256, 256]);
  expect([at(49, 100), at(50, 100), at(51, 100)]).toEqual([dark, green, dark]);
  expect([at(148, 100), at(149, 100), at(150, 100)]).toEqual([dark, green, dark]);
});

describe('with labels', () => {
  const labels = labelTable({ liver: 1, spleen: 2 });
  const [liver, spleen] = labels.labels.map(({ color }) => color);
  const sum = (a: Uint8Array, b: Uint8Array, value: number) => a.map((inside, i) => inside || (b[i] ? value : 0));

  it('outlines the truth and fills the prediction in the colour of each label', () => {
    const truth = Uint8Array.from(square(9, 1, 5));
    const prediction = sum(Uint8Array.from(square(9, 1, 5)), Uint8Array.from(square(9, 7, 8)), 2);
    const { at } = draw(9, { truth, prediction, labels });
    expect(at(1, 1)).toEqual(liver);
    expect(at(3, 3)).toEqual(dark.map((level, i) => Math.round(level + 0.45 * (liver![i]! - level))));
    expect(at(7, 7)).toEqual(dark.map((level, i) => Math.round(level + 0.45 * (spleen![i]! - level))));
    expect(at(6, 6)).toEqual(dark);
  });

  it('draws regions in the order in which masks are written', () => {
    const overlapping = new Uint8Array(81).fill(3);
    const colourOf = (regionOrder: string[] | null) => {
      const regions = labelTable({ liver: 1, spleen: 2 }, { regions: true, regionOrder });
      return draw(9, { truth: overlapping, labels: regions }).at(0, 0);
    };
    expect([colourOf(null), colourOf(['spleen', 'liver'])]).toEqual([spleen, liver]);
  });

  it('names the labels in the legend', () => {
    const picture = draw(400, { truth: square(400, 0, 9), labels, legend: true });
    expect(picture.at(8, 409)).toEqual(liver);
  });

  it('explains outlines and areas in the legend', () => {
    const { at } = draw(400, { truth: square(400, 0, 9), prediction: square(400, 0, 9), labels, legend: true });
    const [first, second] = [8 + 18 + 8 + 60 + 22, 8 + 18 + 8 + 60 + 22 + 18 + 8 + 72 + 22]; // after liver, after spleen
    expect([at(first, 409), at(second, 409), at(second + 9, 414)]).toEqual([spleen, [190, 190, 190], [0, 0, 0]]);
    expect([at(8, 431), at(17, 436)]).toEqual([
      [190, 190, 190], // the next line, filled
      [190, 190, 190],
    ]);
  });

  it.each([
    [64, 1, 8],
    [300, 1, 8],
    [400, 1, 8],
    [512, 2, 5], // the last with the outline of the truth alone
    [1024, 4, 2],
  ])('wraps the legend of eight labels below %i pixels: %i a line in %i lines', (side, perLine, lines) => {
    const organs = labelTable(Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`organ_number_${i}`, i + 1])));
    const picture = draw(16, { truth: square(16, 0, 9), labels: organs, legend: true, side });
    expect(picture.height).toBe(side + 28 + 22 * (lines - 1));
    expect(picture.width).toBeLessThanOrEqual(Math.max(side, 360));
    for (const [i, { color }] of organs.labels.entries()) {
      const left = 8 + (i % perLine) * (18 + 8 + 14 * 12 + 22);
      expect(picture.at(left, side + 9 + 22 * Math.floor(i / perLine))).toEqual(color);
    }
  });

  it('gives a long name a line for itself', () => {
    const long = labelTable({ liver: 1, ['x'.repeat(50)]: 2 });
    const picture = draw(400, { labels: long, legend: true });
    expect([picture.height, picture.width]).toEqual([400 + 28 + 22, 2 * 8 + 18 + 8 + 50 * 12]);
  });
});

it('four times as large, has outlines two pixels wide', () => {
  const { at } = draw(9, { truth: square(9, 1, 7), side: 36 });
  expect([3, 4, 5, 6].map((x) => at(x, 16))).toEqual([dark, green, green, dark]);
});

it('`side` is the longer side, and the ratio is kept', () => {
  const picture = drawOverlay({ height: 20, width: 40, image: new Float32Array(800), side: 10 });
  expect([picture.height, picture.width]).toEqual([5, 10]);
});

it('a legend takes 28 rows below the slice and names the colours in use', () => {
  const picture = draw(400, { truth: square(400, 0, 9), legend: true });
  expect([picture.height, picture.width]).toEqual([428, 400]);
  expect(picture.at(8, 409)).toEqual(green);
  expect(picture.at(8 + 18 + 8 + 60 + 22, 409)).toEqual([0, 0, 0]); // no prediction, no red
});

it('a legend makes a narrow picture wide enough', () => {
  const picture = draw(8, { truth: square(8, 1, 2), prediction: square(8, 1, 2), legend: true });
  expect([picture.height, picture.width]).toEqual([36, 354]);
});

it.each([
  [{ height: 0 }, 'drawOverlay: `height` must be a positive integer; received 0'],
  [{ width: 1.5 }, 'drawOverlay: `width` must be a positive integer; received 1.5'],
  [{ side: -1 }, 'drawOverlay: `side` must be a positive integer; received -1'],
  [{ image: new Float32Array(3) }, 'drawOverlay: `image` must be height · width = 4 long for each channel; received 3'],
  [{ truth: [1] }, 'drawOverlay: `truth` must be height · width = 4 long; received 1'],
  [{ prediction: [1] }, 'drawOverlay: `prediction` must be height · width = 4 long; received 1'],
  [
    { image: Float32Array.of(0, -1024, 0, 0) },
    'drawOverlay: `image` must be grey levels from 0 to 1; received -1024. Window Hounsfield units first: `windowHu`',
  ],
])('refuses %o', (options, message) => {
  expect(() => draw(2, options)).toThrow(new RangeError(message));
});
