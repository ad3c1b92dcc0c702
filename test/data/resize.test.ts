import { describe, expect, test } from 'vitest';

import { resizeImage, resizeNearest, resizeSample } from '../../src/data/resize';

describe('resizeImage', () => {
  const plane = (height: number, width: number, values: number[]) => ({
    height,
    width,
    data: Float32Array.from(values),
  });

  test('half the size is the average of 2×2 pixels', () => {
    const image = plane(2, 4, [0, 1, 8, 0, 2, 5, 4, 4]);
    expect([...resizeImage(image, 1, 2).data]).toEqual([2, 4]);
  });

  test('twice the width of 0 1 2 3 lies on half-pixel centres', () => {
    const image = plane(1, 4, [0, 1, 2, 3]);
    expect([...resizeImage(image, 1, 8).data]).toEqual([0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3]);
  });

  test('the same size is the identity', () => {
    const image = plane(2, 3, [1, 2, 3, 4, 5, 6]);
    expect(resizeImage(image, 2, 3)).toEqual(image);
  });

  test('rows and columns are scaled each by its own factor', () => {
    const image = plane(2, 2, [0, 2, 4, 6]);
    expect([...resizeImage(image, 4, 1).data]).toEqual([1, 2, 4, 5]);
  });

  test('a size of 0 is refused', () => {
    expect(() => resizeImage(plane(1, 1, [0]), 0, 1)).toThrow(
      new RangeError('resizeSample: `height` must be a positive integer; received 0'),
    );
  });
});

describe('resizeNearest', () => {
  test('takes the pixel under the centre of the new one', () => {
    const mask = { height: 1, width: 6, data: Uint8Array.from([1, 0, 0, 0, 1, 0]) };
    expect([...resizeNearest(mask, 1, 2).data]).toEqual([0, 1]);
  });

  test('twice the size repeats every pixel', () => {
    const mask = { height: 2, width: 2, data: Uint8Array.from([1, 0, 0, 1]) };
    expect([...resizeNearest(mask, 4, 4).data]).toEqual([1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1]);
  });
});

describe('resizeSample', () => {
  const sample = {
    patient: 'p',
    name: 's',
    height: 2,
    width: 2,
    image: Float32Array.from([0, 0.5, 0.5, 1]),
    mask: Uint8Array.from([0, 0, 0, 1]),
  };

  test('resizes image and mask and keeps the names', () => {
    expect(resizeSample(sample, 1, 1)).toEqual({
      patient: 'p',
      name: 's',
      height: 1,
      width: 1,
      image: Float32Array.from([0.5]),
      mask: Uint8Array.from([1]),
    });
  });

  test('hands back the same sample if the size fits', () => {
    expect(resizeSample(sample, 2, 2)).toBe(sample);
  });
});
