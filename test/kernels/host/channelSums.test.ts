import { expect, it } from 'vitest';

import { channelSums } from '../../../src/kernels/host/channelSums';

it.each([1, 3, 4, 6, 8])('channelSums sums values and products of %i channels, each on its own', (channels) => {
  const a = Float32Array.from({ length: 5 * channels }, (_, i) => i - 7);
  const b = Float32Array.from(a, (value) => 0.5 * value + 1);
  const of = (c: number, value: (i: number) => number) =>
    [0, 1, 2, 3, 4].reduce((sum, pixel) => sum + value(pixel * channels + c), 0);
  const { sums, products } = channelSums(a, b, channels);
  for (let c = 0; c < channels; c++) {
    expect(sums[c]).toBe(of(c, (i) => a[i]!));
    expect(products[c]).toBe(of(c, (i) => a[i]! * b[i]!));
  }
});
