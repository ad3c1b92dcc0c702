import { expect, it } from 'vitest';

import { unchangedPlaces } from '../../../src/preprocess/augment/places';
import { scale } from '../../../src/preprocess/augment/scale';
import { warpImage } from '../../../src/preprocess/augment/warpImage';
import { warpMask } from '../../../src/preprocess/augment/warpMask';

/** A 4×4 image of 4 · row + column, and the same as a mask, zoomed. */
function scaled(factor: number) {
  const values = Array.from({ length: 16 }, (_, i) => i);
  const places = unchangedPlaces({ height: 4, width: 4 });
  scale(places, factor);
  return {
    image: [...warpImage(Float32Array.from(values), places)],
    mask: [...warpMask(Uint8Array.from(values), places)],
  };
}

it('a factor of 2 enlarges the middle of a 4×4 ramp', () => {
  // Centres −1.5, −0.5, 0.5, 1.5 come from half of it: rows and columns 0.75, 1.25, 1.75, 2.25.
  const lines = [0.75, 1.25, 1.75, 2.25];
  const { image, mask } = scaled(2);
  expect(image).toEqual(lines.flatMap((row) => lines.map((column) => 4 * row + column)));
  expect(mask).toEqual([5, 5, 6, 6, 5, 5, 6, 6, 9, 9, 10, 10, 9, 9, 10, 10]);
});

it('a factor of ½ shrinks it into the middle, with 0 around', () => {
  // The inner centres ±0.5 come from ±1: between the first and last two pixels.
  const { image, mask } = scaled(0.5);
  expect(image).toEqual([0, 0, 0, 0, 0, 2.5, 4.5, 0, 0, 10.5, 12.5, 0, 0, 0, 0, 0]);
  expect(mask).toEqual([0, 0, 0, 0, 0, 5, 7, 0, 0, 13, 15, 0, 0, 0, 0, 0]);
});

it('a factor of 1 is the identity', () => {
  const ramp = Array.from({ length: 16 }, (_, i) => i);
  expect(scaled(1)).toEqual({ image: ramp, mask: ramp });
});
