import { expect, it } from 'vitest';

import { unchangedPlaces } from '../../../src/preprocess/augment/places';
import { rotate } from '../../../src/preprocess/augment/rotate';
import { warpImage } from '../../../src/preprocess/augment/warpImage';
import { warpMask } from '../../../src/preprocess/augment/warpMask';

const ramp = Array.from({ length: 16 }, (_, i) => i);

/** A 4×4 ramp and the same as a mask, after a rotation. */
function rotated(degrees: number) {
  const places = unchangedPlaces({ height: 4, width: 4 });
  rotate(places, degrees);
  return {
    image: [...warpImage(Float32Array.from(ramp), places)],
    mask: [...warpMask(Uint8Array.from(ramp), places)],
  };
}

it.each([
  [90, [3, 7, 11, 15, 2, 6, 10, 14, 1, 5, 9, 13, 0, 4, 8, 12]],
  [-90, [12, 8, 4, 0, 13, 9, 5, 1, 14, 10, 6, 2, 15, 11, 7, 3]],
  [180, [...ramp].reverse()],
])('%i degrees turn a 4×4 ramp counterclockwise, image and mask exactly', (degrees, expected) => {
  expect(rotated(degrees)).toEqual({ image: expected, mask: expected });
});

it('0 degrees are the identity', () => {
  expect(rotated(0)).toEqual({ image: ramp, mask: ramp });
});

it('90 degrees are exact for 255×255 pixels too', () => {
  const side = 255;
  const values = Float32Array.from({ length: side ** 2 }, (_, i) => (i * 7919) % 256);
  const places = unchangedPlaces({ height: side, width: side });
  rotate(places, 90);
  const expected = values.map((_, i) => values[(i % side) * side + side - 1 - Math.floor(i / side)]!);
  expect(warpMask(Uint8Array.from(values), places)).toEqual(Uint8Array.from(expected));
  expect(warpImage(values, places)).toEqual(expected);
});

it('45 degrees spread a point to the pixels beside it', () => {
  const places = unchangedPlaces({ height: 3, width: 3 });
  rotate(places, 45);
  // The pixel beside the centre comes from a place √½ rows and √½ columns away: it gets (1 − √½)² of the point.
  const beside = (1 - Math.SQRT1_2) ** 2;
  const point = warpImage(Float32Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0), places);
  [0, beside, 0, beside, 1, beside, 0, beside, 0].forEach((expected, i) => {
    expect(point[i]).toBeCloseTo(expected, 6);
  });
});

it('pixels from outside are 0, in image and mask', () => {
  const places = unchangedPlaces({ height: 2, width: 6 });
  rotate(places, 90); // the six columns come from six rows, of which there are two
  expect([...warpMask(new Uint8Array(12).fill(9), places)]).toEqual([0, 0, 9, 9, 0, 0, 0, 0, 9, 9, 0, 0]);
  expect([...warpImage(new Float32Array(12).fill(1), places)]).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0]);
});
