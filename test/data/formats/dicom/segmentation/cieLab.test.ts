import { expect, it } from 'vitest';

import { cieLabOfRgb, rgbOfCieLab } from '../../../../../src/data/formats/dicom/segmentation/cieLab';

it('gives back every colour', () => {
  for (let red = 0; red < 256; red += 15)
    for (let green = 0; green < 256; green += 15)
      for (let blue = 0; blue < 256; blue += 15)
        expect(rgbOfCieLab(cieLabOfRgb([red, green, blue]))).toEqual([red, green, blue]);
});

it('has white at the highest lightness, and greys without colour', () => {
  const neutral = Math.round((128 / 255) * 65_535);
  const [lightness, a, b] = cieLabOfRgb([255, 255, 255]);
  expect(lightness).toBe(65_535);
  expect(Math.abs(a - neutral)).toBeLessThan(20);
  expect(Math.abs(b - neutral)).toBeLessThan(20);
  expect(cieLabOfRgb([0, 0, 0])[0]).toBe(0);
});

it('has sRGB red at L* 54.3, a* 80.8, b* 69.9 under D50', () => {
  const [lightness, a, b] = cieLabOfRgb([255, 0, 0]);
  expect((lightness / 65_535) * 100).toBeCloseTo(54.29, 1);
  expect((a / 65_535) * 255 - 128).toBeCloseTo(80.81, 1);
  expect((b / 65_535) * 255 - 128).toBeCloseTo(69.89, 1);
});
