import { expect, test } from 'vitest';

import { middleChannel } from '../../src/data/middleChannel';

test.each([
  [1, [0, 1]],
  [2, [0, 2]],
  [3, [1, 4]],
  [6, [2, 8]], // three slices with two windows: the first window of the slice itself
])('of %i channels', (channels, expected) => {
  const image = Float32Array.from({ length: 2 * channels }, (_, i) => i);
  expect([...middleChannel(image, 2)]).toEqual(expected);
});
