import { labelTable } from 'msa-unet';
import { expect, test } from 'vitest';

import { type MaskMeaning, shownSlice } from '../../../../../src/cli/commands/evaluate/pictures/shownSlice';

const liver: MaskMeaning = { labels: null, undrawn: [] };
const shown = (truths: number[][], predictions: number[][], meaning: MaskMeaning = liver) =>
  shownSlice(
    truths.map((truth) => Uint8Array.from(truth)),
    (slice) => Uint8Array.from(predictions[slice]!),
    meaning,
  );

test('the slice with the most wrong pixels is shown', () => {
  expect(
    shown(
      [
        [1, 1, 1],
        [0, 0, 0],
        [1, 0, 0],
      ],
      [
        [0, 1, 1],
        [0, 0, 0],
        [0, 1, 0],
      ],
    ),
  ).toBe(2);
});

test('of several with as many, and of a scan without any, that with the most ground truth is', () => {
  expect(
    shown(
      [
        [1, 0, 0],
        [1, 1, 0],
        [0, 0, 0],
      ],
      [
        [0, 0, 0],
        [1, 0, 0],
        [0, 0, 1],
      ],
    ),
  ).toBe(1);
  expect(
    shown(
      [
        [1, 0],
        [1, 1],
        [1, 1],
      ],
      [
        [1, 0],
        [1, 1],
        [1, 1],
      ],
    ),
  ).toBe(1);
  expect(shown([[0], [0], [0], [0]], [[0], [0], [0], [0]])).toBe(2);
});

test('one label in place of another is wrong', () => {
  const labels = labelTable({ liver: 1, spleen: 2 });
  expect(
    shown(
      [
        [1, 1],
        [2, 2],
      ],
      [
        [0, 1],
        [1, 1],
      ],
      { labels, undrawn: [] },
    ),
  ).toBe(1);
});

test('pixels and labels that nobody has drawn are never wrong', () => {
  const labels = labelTable({ liver: 1, spleen: 2 });
  const truths = [
    [255, 255, 255],
    [0, 0, 0],
    [1, 0, 0],
  ];
  const predictions = [
    [1, 2, 1],
    [2, 2, 2],
    [2, 0, 0],
  ];
  expect(shown(truths, predictions, { labels, undrawn: ['spleen'] })).toBe(2);
  expect(shown(truths, predictions, { labels, undrawn: [] })).toBe(1);
});

test('regions are wrong where one of them is, unless nobody has drawn it', () => {
  const labels = labelTable({ liver: [1, 2], tumour: 2 });
  const truths = [
    [1, 1, 1],
    [3, 1, 1],
  ];
  const predictions = [
    [3, 3, 1],
    [2, 1, 1],
  ];
  expect(shown(truths, predictions, { labels, undrawn: [] })).toBe(0);
  expect(shown(truths, predictions, { labels, undrawn: ['tumour'] })).toBe(1);
});
